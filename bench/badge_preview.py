"""What the badge beside a form costs: CPU of the process that draws it, and time until it is there.

    .venv/bin/python -m bench.badge_preview [TIMES]

Starts a throw-away broker and the process as it runs for real, draws the badge of a person with a
photo once, so that its design is compiled, and then as often as asked, each time as if another
letter had been typed: stamped; of a design that has to be laid out whole; and stamped with a photo
that is not saved yet. Limits: 60 ms of CPU stamped, 200 ms laid out.
"""

import argparse
import io
import os
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

TIMES = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("times", nargs="?", type=int, default=TIMES)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory(prefix="dais-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "conference.settings"
        Path(folder).chmod(0o755)
        from conference import embedded
        from launch import processes, servers

        for name in ("assets", "fonts"):
            Path(folder, name).symlink_to(embedded.ROOT / "var" / name)
        with servers.throw_away_valkey():
            import django

            django.setup()
            with subprocess.Popen(processes.previews(), cwd=embedded.ROOT) as process:
                try:
                    measure(process.pid, times)
                finally:
                    process.kill()


def cpu_ms(pid: int) -> float:
    """Of the children that a process has waited for, and of itself."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    ticks = sum(map(int, fields[11:15]))
    return 1000 * ticks / os.sysconf("SC_CLK_TCK")


def measure(pid: int, times: int) -> None:
    from dataclasses import replace

    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    from badges.engine.codes import NO_CODE
    from badges.engine.content import BadgeContent
    from badges.engine.design import shipped
    from badges.previews import asking
    from badges.previews.talk import Wish, socket_path
    from badges.samples import COLOUR
    from conference.writing.languages import Localized

    asking.PATIENCE_SECONDS = 20.0
    while not socket_path().exists():
        time.sleep(0.05)
    photo = a_photo((826, 1062))
    default_storage.save("photos/bench.jpg", ContentFile(photo))
    content = BadgeContent(
        language="en",
        conference_title=Localized("High-level Conference on Water", "en"),
        conference_short_title=Localized("Water 2018", "en"),
        category_letter="D",
        category_words=(Localized("Delegate", "en"), Localized("Вакил", "tg")),
        category_colour=COLOUR,
        given_name=Localized("Farrukh", ""),
        family_name=Localized("NAMUNAZODA", ""),
        own_name=Localized("Фаррух Намуназода", "tg"),
        function=Localized("Deputy Minister of Energy and Water Resources", ""),
        delegation_name=Localized("Tajikistan", "en"),
        delegation_flag="flag:tj",
        photo="photos/bench.jpg",
        zones=("A", "B"),
        serial="00001",
        code=NO_CODE,
    )
    design = shipped.shipped(shipped.A6_PORTRAIT)
    wish = Wish(content, design.html, design.css, "en")
    loose = re.sub(r'<p class="function"[^>]*>', "<p>", design.html)
    kinds = {
        "as stored": wish,
        "of a design laid out whole": replace(wish, html=loose),
        "with an unsaved photo of 12 megapixels": replace(wish, upload=a_photo((3000, 4000))),
    }
    for title, one in kinds.items():
        for _attempt in range(3):
            asking.ask(one, person=1)
        took, costs, ways = [], [], set()
        for number in range(times):
            typed = Localized(f"Farrukh{'o' * (number % 7)}", "")
            now = replace(one, content=replace(one.content, given_name=typed))
            before, started = cpu_ms(pid), time.monotonic()
            drawn = asking.ask(now, person=1)
            took.append(1000 * (time.monotonic() - started))
            time.sleep(0.05)
            costs.append(cpu_ms(pid) - before)
            assert drawn is not None
            assert drawn.picture, drawn
            ways.add(drawn.way)
        print(
            f"{title}: {', '.join(sorted(ways))}; CPU {statistics.mean(costs):.0f} ms"
            f" (most {max(costs):.0f}), there after {statistics.median(took):.0f} ms"
            f" (most {max(took):.0f}); {len(drawn.picture) // 1024} kB"
        )


def a_photo(size: tuple[int, int]) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    noise = Image.effect_noise((size[0] // 8, size[1] // 8), 40).resize(size)
    Image.merge("RGB", [noise, noise.transpose(0), noise]).save(out, "JPEG", quality=92)
    return out.getvalue()


if __name__ == "__main__":
    main()
