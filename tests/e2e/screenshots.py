"""Takes the pictures under docs/img: ``python -m tests.e2e.screenshots``, or some of them by name.

The real app runs on the installed data bundle with simulated pins (simulated_pins.py), and Chromium looks at it.
Pictures in docs/img/checks show the same screens in a dark theme and with text at 200 %.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from geo.bootstrap import Settings, open_workspace
from tests.conftest import BUNDLE, ROOT, home_from
from tests.e2e.conftest import PHONE, WIDE, App, chromium, free_port, fresh_home
from tests.e2e.simulated_pins import simulated_pins, write_pins
from tests.e2e.steps import wait_for_map

PICTURES = ROOT / "docs" / "img"
LARGEST_BYTES = 240_000
CHECK_WIDTH = 800  # pixels: enough to see what is wrong
REPORT = {"width": 1280, "height": 900}
# A key of its own for each installation draws where some pins are shown; for pictures it is always the same one.
_KEY = "00" * 32
_CLERKENWELL = (-0.1037, 51.5178)
_POSTMANS_PARK = (-0.0976, 51.5169)
_ALDERSGATE_STREET = (-0.0969, 51.5181)
_ALDERSGATE = "areas?area=E05009288"
_REGENERATION = "areas?area=E09000014-R05"
_THREE_AREAS = "compare?areas=E05009288,E05009302,E09000010-R05"
_BARRIERS_OF_A_MAP = "barriers?area=map-london-clerkenwell-city-2020-07-20&walker=wheelchair"
_BENCH = "design?area=E09000010-R05"
_FROM_FARRINGDON = "walks?lon=-0.1037&lat=51.5178"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture: which page, in which window, what is done before it is taken, and where the map looks."""

    name: str
    page: str
    size: dict[str, int]
    before: Callable[[Page], None]
    middle: tuple[float, float] = _CLERKENWELL
    dark: bool = False
    large_text: bool = False


def map_at_rest(page: Page) -> None:
    """Wait until the map with all its layers and pins is drawn."""
    wait_for_map(page)
    expect(page.get_by_test_id("pin-count")).not_to_be_empty()
    _tiles_drawn(page)


def choosing_a_category(page: Page) -> None:
    """Say that a place is welcoming, and go on to what it is about."""
    map_at_rest(page)
    page.get_by_test_id("add-welcoming").click()
    page.get_by_test_id("use-cross").click()
    expect(page.get_by_test_id("category-w-rest")).to_be_visible()
    _tiles_drawn(page)


def writing_words(page: Page) -> None:
    """A line of text, with what the public will see."""
    map_at_rest(page)
    page.get_by_test_id("add-barrier").click()
    page.get_by_test_id("use-cross").click()
    page.get_by_test_id("category-b-cross").click()
    page.get_by_test_id("pin-text").fill("The green man leaves no time to get across")
    expect(page.get_by_test_id("preview")).to_contain_text("City of London")
    _tiles_drawn(page)


def reading_the_list(page: Page) -> None:
    """Everything on the map as a list."""
    map_at_rest(page)
    page.get_by_test_id("show-list").click()
    expect(page.get_by_test_id("place-list").locator("li").first).to_be_visible()
    _tiles_drawn(page)


def looking_at_a_place(page: Page) -> None:
    """What lies under a click."""
    map_at_rest(page)
    box = page.get_by_test_id("map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_test_id("area-link").first).to_be_visible()
    _tiles_drawn(page)


def report_at_rest(page: Page) -> None:
    """Wait until the report with its pictures is drawn."""
    page_at_rest(page)
    wait_for_map(page)
    expect(page.get_by_test_id("figure-headline")).to_have_count(4)
    _tiles_drawn(page)
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    _painted(page)


def comparison_at_rest(page: Page) -> None:
    """Wait until the areas stand beside each other."""
    page_at_rest(page)
    expect(page.get_by_test_id("figure-matrix").first).to_be_visible()
    _painted(page)


def walk_at_rest(page: Page) -> None:
    """Wait until the ground within reach is drawn."""
    page_at_rest(page)
    wait_for_map(page)
    expect(page.get_by_text("within 5 minutes")).to_be_visible()
    _tiles_drawn(page)


def barriers_at_rest(page: Page) -> None:
    """Wait until list and map stand beside each other, the first barrier lit in both."""
    page_at_rest(page)
    name = page.get_by_test_id("ranked-name").first
    name.wait_for()
    page.get_by_test_id("barriers-map").evaluate("map => map.scrollIntoView({ block: 'center' })")
    wait_for_map(page)
    name.click()
    _tiles_drawn(page)


def drawing_a_path(page: Page) -> None:
    """A new path between two streets that do not meet, drawn on the map."""
    page_at_rest(page)
    wait_for_map(page)
    _tiles_drawn(page)
    page.get_by_test_id("draw-link").check()
    tool = page.get_by_test_id("draw-map")
    tool.scroll_into_view_if_needed()
    box = tool.bounding_box()
    assert box is not None
    for right, down in ((0.41, 0.43), (0.5, 0.55)):
        page.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)
        page.wait_for_timeout(350)
    page.get_by_test_id("draw-do-finish").click()
    expect(page.get_by_role("button", name="See before and after")).to_be_enabled()
    _tiles_drawn(page)


def seeing_before_and_after(page: Page) -> None:
    """The path tried: before and after, parted by the handle."""
    drawing_a_path(page)
    page.get_by_role("button", name="See before and after").click()
    expect(page.get_by_role("heading", name="What changes, and for whom")).to_be_visible(timeout=60_000)
    page_at_rest(page)
    wait_for_map(page)
    page.locator(".st-key-cg-finding").scroll_into_view_if_needed()
    _tiles_drawn(page)


def page_at_rest(page: Page) -> None:
    """Wait until Streamlit has run the page to its end."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    _painted(page)


def _tiles_drawn(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    expect(page.locator(".leaflet-tile:not(.leaflet-tile-loaded)")).to_have_count(0)
    _painted(page)


def _painted(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    # What came last is painted at the next frame.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


_MAP = Shot(name="map-wide", page="", size=WIDE, before=map_at_rest)
_MAP_PHONE = replace(_MAP, name="map-phone", size=PHONE, middle=_POSTMANS_PARK)
_AREA = Shot(name="area-wide", page=_ALDERSGATE, size=REPORT, before=report_at_rest)
_AREA_PHONE = replace(_AREA, name="area-phone", size=PHONE)
_COMPARED = Shot(name="compare-wide", page=_THREE_AREAS, size=REPORT, before=comparison_at_rest)
_WALK = Shot(name="walks-wide", page=_FROM_FARRINGDON, size=REPORT, before=walk_at_rest)
_BARRIERS = Shot(name="barriers-wide", page=_BARRIERS_OF_A_MAP, size=REPORT, before=barriers_at_rest)
_DRAWN = Shot(name="design-draw-wide", page=_BENCH, size=REPORT, before=drawing_a_path)
_DESIGN = replace(_DRAWN, name="design-wide", before=seeing_before_and_after)
_WORDS = replace(_MAP, before=writing_words, middle=_ALDERSGATE_STREET)
_PLACE = replace(_MAP, before=looking_at_a_place, middle=_POSTMANS_PARK)
_ABOUT = Shot(name="about-wide", page="about", size=WIDE, before=page_at_rest)
README_SHOTS = [
    _MAP,
    _MAP_PHONE,
    replace(_MAP_PHONE, name="pin-phone", before=choosing_a_category),
    replace(_MAP, name="list-wide", before=reading_the_list),
    _AREA,
    _AREA_PHONE,
    _COMPARED,
    _BARRIERS,
    _WALK,
    _DESIGN,
    _ABOUT,
]
CHECKS = [
    *(replace(shot, name=f"checks/{shot.name}-dark", dark=True) for shot in (_MAP, _MAP_PHONE, _AREA, _AREA_PHONE)),
    *(
        replace(shot, name=f"checks/{shot.name}-large-text", large_text=True)
        for shot in (_MAP, _MAP_PHONE, _AREA, _AREA_PHONE)
    ),
    replace(_AREA, name="checks/regeneration-wide", page=_REGENERATION),
    replace(_COMPARED, name="checks/compare-phone", size=PHONE),
    replace(_BARRIERS, name="checks/barriers-phone", size=PHONE),
    replace(_BARRIERS, name="checks/barriers-dark", dark=True),
    replace(_BARRIERS, name="checks/barriers-large-text", large_text=True),
    replace(_BARRIERS, name="checks/barriers-phone-large-text", size=PHONE, large_text=True),
    replace(_WALK, name="checks/walks-phone", size=PHONE),
    replace(_DRAWN, name="checks/design-draw-wide"),
    replace(_DRAWN, name="checks/design-draw-phone", size=PHONE),
    replace(_DESIGN, name="checks/design-phone", size=PHONE),
    replace(_WORDS, name="checks/words-wide"),
    replace(_WORDS, name="checks/words-phone", size=PHONE),
    replace(_PLACE, name="checks/place-wide"),
    replace(_PLACE, name="checks/place-phone", size=PHONE),
    replace(_ABOUT, name="checks/about-phone", size=PHONE),
    replace(_ABOUT, name="checks/your-pin-wide", page="your_pin"),
]


def take(browser: Browser, app: App, shot: Shot, folder: Path) -> int:
    """Take one picture in a browser of its own; gives back its size in bytes."""
    phone, check = shot.size == PHONE, shot.name.startswith("checks/")
    context = browser.new_context(
        viewport=shot.size,  # type: ignore[arg-type]
        has_touch=phone,
        is_mobile=phone,
        # A phone's screen is finer than a window; the checks stay small.
        device_scale_factor=2 if phone and not check else 1,
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    # The map looks where it looked last in this tab.
    view = json.dumps({"lon": shot.middle[0], "lat": shot.middle[1], "zoom": 16})
    context.add_init_script(f"sessionStorage.setItem('common-ground:view', JSON.stringify({view}))")
    page = context.new_page()
    page.goto(f"{app.url}/{shot.page}")
    if shot.large_text:
        page_at_rest(page)
        page.evaluate(_DOUBLE_TEXT)
    shot.before(page)
    page.mouse.move(1, 1)  # so that nothing shows as if someone pointed at it
    image = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    context.close()
    if check:
        image.thumbnail((CHECK_WIDTH, 2 * CHECK_WIDTH), Image.Resampling.LANCZOS)
    picture = _small(image)
    path = folder / f"{shot.name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
    return len(picture)


_DOUBLE_TEXT = """() => {
  const root = document.documentElement;
  root.style.setProperty("font-size", `${2 * parseFloat(getComputedStyle(root).fontSize)}px`, "important");
}"""


def _small(image: Image.Image) -> bytes:
    """The picture as PNG, in as many colours as keep it under `LARGEST_BYTES`, or in the fewest there are."""
    for colours in (None, 256, 128, 64):
        out = io.BytesIO()
        fewer = _in_fewer_colours(image, colours) if colours else image
        fewer.save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST_BYTES:
            break
    return out.getvalue()


def _in_fewer_colours(image: Image.Image, colours: int) -> Image.Image:
    """The colours that carry meaning stay as they are, however little of the picture they fill."""
    kept = [part for colour in _MEANING for part in bytes.fromhex(colour)]
    common = image.quantize(colours - len(_MEANING)).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(common[: 3 * (colours - len(_MEANING))] + kept)
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


# Welcoming, barrier, both and its other half; link, ink, focus; paper, ground, space, water.
_MEANING = (
    *("00695c", "b23a00", "6a3d9a", "c9b3e0", "1d4f91", "1b1f24", "ffbf00"),
    *("fcfbf8", "f4f3ef", "cfe3c8", "cfdde6", "ffffff"),
)


@contextmanager
def running_app(folder: Path) -> Iterator[App]:
    """The app on the installed bundle with the simulated pins."""
    if not (BUNDLE / "boundaries").is_dir():
        sys.exit(f"The pictures need the data bundle at {BUNDLE}; set PLACES_DATA to where it is.")
    home = fresh_home(home_from(BUNDLE), folder / "home")
    (home / "secret.key").write_text(_KEY, encoding="ascii")
    workspace = open_workspace(Settings.from_environment({"PLACES_HOME": str(home)}))
    file = write_pins(simulated_pins(workspace), folder / "pins.csv")
    workspace.store.close()
    app = App(home, free_port())
    imported = [sys.executable, "-m", "geo", "pins", "import", str(file)]
    subprocess.run(imported, cwd=ROOT, env=app.full_environment(), check=True)
    app.start()
    try:
        yield app
    finally:
        app.stop()


def main() -> int:
    """Take all pictures, or those that are named."""
    shots = {shot.name: shot for shot in [*README_SHOTS, *CHECKS]}
    parser = argparse.ArgumentParser(
        prog="python -m tests.e2e.screenshots", description="Take the pictures of docs/img."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(shots)}")
    parser.add_argument("--out", type=Path, default=PICTURES, help="another folder")
    options = parser.parse_args()
    unknown = sorted(set(options.names) - set(shots))
    if unknown:
        parser.error(f"there is no picture called {', '.join(unknown)}")
    folder = Path(tempfile.mkdtemp(prefix="common-ground-pictures-"))
    try:
        with running_app(folder) as app, chromium() as browser:
            for name in options.names or shots:
                print(f"{name}.png  {take(browser, app, shots[name], options.out) / 1000:,.0f} kB", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
