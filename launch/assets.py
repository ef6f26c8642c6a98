"""What pages and PDF files need of the npm packages, copied to where the settings look for it."""

import shutil
from pathlib import Path

from conference import embedded
from launch import stamps
from launch.commands import run, step
from launch.errors import LaunchError
from launch.packages import NODE_MODULES
from launch.processes import manage

# From a folder of node_modules to one below `vendor/` among the static files: which files of it.
# The manifest storage refuses a style sheet or script whose source map is missing.
WEB = {
    ("bootstrap/dist/css", "bootstrap/css"): (
        "bootstrap.min.css",
        "bootstrap.min.css.map",
        "bootstrap.rtl.min.css",
        "bootstrap.rtl.min.css.map",
    ),
    ("bootstrap/dist/js", "bootstrap/js"): (
        "bootstrap.bundle.min.js",
        "bootstrap.bundle.min.js.map",
    ),
    ("htmx.org/dist", "htmx"): ("htmx.min.js",),
    ("cropperjs/dist", "cropperjs"): ("cropper.min.js",),
    ("flag-icons/flags/4x3", "flags"): ("*.svg",),
}
# Each in slices: a browser fetches those of the characters that a page shows.
WEB_FONTS = (
    "noto-sans",
    "noto-sans-arabic",
    "noto-sans-armenian",
    "noto-sans-georgian",
    "noto-sans-hebrew",
    "noto-sans-jp",
    "noto-sans-kr",
    "noto-sans-sc",
    "noto-sans-thai",
)
# Badges use two of the nine weights; nine would be 250 MB.
PDF_FONTS = ("@expo-google-fonts/*/400Regular/*.ttf", "@expo-google-fonts/*/700Bold/*.ttf")


def assemble() -> None:
    """`assets/` and `fonts/` in var hold what this version of the packages offers."""
    stamp = embedded.var_dir() / "assets.stamp"
    sources = [NODE_MODULES.parent / "package-lock.json", Path(__file__)]
    made_of = stamps.digest(*sources)
    products = [embedded.var_dir() / name for name in ("assets", "fonts")]
    if all(product.is_dir() for product in products) and stamps.is_current(stamp, made_of):
        return
    step("Collecting styles, scripts, flags and fonts")
    for product, fill in zip(products, (fill_web, fill_fonts), strict=True):
        fresh = product.with_name(f"{product.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fill(fresh)
        shutil.rmtree(product, ignore_errors=True)
        fresh.rename(product)
    stamps.write(stamp, made_of)


def collect() -> None:
    """`static/` in var holds our own files and the packages' ones, named by their content."""
    var = embedded.var_dir()
    made_of = static_digest()
    if stamps.is_current(var / "static.stamp", made_of) and (var / "static").is_dir():
        return
    step("Collecting static files")
    command = manage("collectstatic", "--no-input", "--clear", "--verbosity", "0")
    run("Static files could not be collected", command)
    stamps.write(var / "static.stamp", made_of)


def static_digest() -> str:
    ours = stamps.tree_digest([embedded.ROOT / "static", embedded.ROOT / "docs/guide/pictures"])
    theirs = [embedded.var_dir() / "assets.stamp", embedded.ROOT / "requirements/run.txt"]
    collector = embedded.ROOT / "conference/files/style_sheets.py"
    return stamps.digest(ours, *theirs, collector)


def fill_web(folder: Path) -> None:
    for (source, target), patterns in WEB.items():
        for pattern in patterns:
            copy(source, pattern, folder / "vendor" / target)
    for name in WEB_FONTS:
        package, font = f"@fontsource-variable/{name}", folder / "vendor" / name
        copy(package, "index.css", font)
        copy(f"{package}/files", "*-wght-normal.woff2", font / "files")


def fill_fonts(folder: Path) -> None:
    for pattern in PDF_FONTS:
        copy(".", pattern, folder)


def copy(source: str, pattern: str, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    found = sorted((NODE_MODULES / source).glob(pattern))
    if not found:
        raise LaunchError(
            f"node_modules/{source} has no {pattern}: delete node_modules and try again."
        )
    for path in found:
        shutil.copyfile(path, target / path.name)
