"""The commands of ``python -m geo``."""

from geo.cli.areas import add_commands as add_area_commands
from geo.cli.barriers import add_commands as add_barrier_commands
from geo.cli.catchments import add_commands as add_catchment_commands
from geo.cli.data import add_commands as add_data_commands
from geo.cli.maps import add_commands as add_map_commands
from geo.cli.metrics import add_commands as add_metric_commands
from geo.cli.pins import add_commands as add_pin_commands
from geo.cli.schemes import add_commands as add_scheme_commands
from geo.cli.sites import add_commands as add_site_commands

__all__ = [
    "add_area_commands",
    "add_barrier_commands",
    "add_catchment_commands",
    "add_data_commands",
    "add_map_commands",
    "add_metric_commands",
    "add_pin_commands",
    "add_scheme_commands",
    "add_site_commands",
]
