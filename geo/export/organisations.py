"""The boroughs as planning.data.gov.uk names them.

Codes are those of the GOV.UK register "statistical-geography-london-borough-eng" (2017), which pairs ONS codes with
local authority codes, and are the references of the platform's local-authority dataset.
"""

from __future__ import annotations

_LOCAL_AUTHORITY = {
    "E09000001": "LND",
    "E09000002": "BDG",
    "E09000003": "BNE",
    "E09000004": "BEX",
    "E09000005": "BEN",
    "E09000006": "BRY",
    "E09000007": "CMD",
    "E09000008": "CRY",
    "E09000009": "EAL",
    "E09000010": "ENF",
    "E09000011": "GRE",
    "E09000012": "HCK",
    "E09000013": "HMF",
    "E09000014": "HRY",
    "E09000015": "HRW",
    "E09000016": "HAV",
    "E09000017": "HIL",
    "E09000018": "HNS",
    "E09000019": "ISL",
    "E09000020": "KEC",
    "E09000021": "KTT",
    "E09000022": "LBH",
    "E09000023": "LEW",
    "E09000024": "MRT",
    "E09000025": "NWM",
    "E09000026": "RDB",
    "E09000027": "RIC",
    "E09000028": "SWK",
    "E09000029": "STN",
    "E09000030": "TWH",
    "E09000031": "WFT",
    "E09000032": "WND",
    "E09000033": "WSM",
}


def organisation_of(borough_code: str | None) -> str | None:
    """The CURIE of a borough's council, or None for a code that is not one of London's 33.

    >>> organisation_of("E09000028")
    'local-authority:SWK'
    """
    code = _LOCAL_AUTHORITY.get(borough_code or "")
    return None if code is None else f"local-authority:{code}"
