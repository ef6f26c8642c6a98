"""Shaping of single lines, and where lines may break: by Pango, through its C interface.

Pango also lays out the pages that WeasyPrint makes: what is shaped here has the same glyphs in the
same places, bidirectional text (UAX #9) and the choice of fonts included. It sees the pinned fonts
and no other. Pango's own objects never leave this module.
"""

import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any

import cffi

from conference.pdf import fonts

# Pixels an em is shaped at. A glyph's place is then exact to a hundred-thousandth of an em, and
# Pango, which counts in 32 bits, can count a line of 16,000 em.
SHAPED_AT = 125
UNITS = 1024
EM = SHAPED_AT * UNITS

BASE_DIRECTIONS = {"ltr": 0, "rtl": 1}
# A glyph that draws nothing, and the mark of one that no font has.
EMPTY = 0x0FFFFFFF
UNKNOWN = 0x10000000

DECLARATIONS = """
typedef int gboolean;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoContext PangoContext;
typedef struct _PangoLayout PangoLayout;
typedef struct _PangoFont PangoFont;
typedef struct _PangoLanguage PangoLanguage;
typedef struct _PangoFontDescription PangoFontDescription;
typedef struct _FcConfig FcConfig;
typedef struct _FcPattern FcPattern;
typedef struct { int x, y, width, height; } PangoRectangle;
typedef struct {
    void *shape_engine, *lang_engine;
    PangoFont *font;
    uint8_t level, gravity, flags, script;
    PangoLanguage *language;
    void *extra_attrs;
} PangoAnalysis;
typedef struct { int offset, length, num_chars; PangoAnalysis analysis; } PangoItem;
typedef struct {
    uint32_t glyph; int width, x_offset, y_offset; uint32_t attributes;
} PangoGlyphInfo;
typedef struct { int num_glyphs; PangoGlyphInfo *glyphs; int *log_clusters; } PangoGlyphString;
typedef struct { PangoItem *item; PangoGlyphString *glyphs; } PangoGlyphItem;
typedef struct _Runs { PangoGlyphItem *data; struct _Runs *next; } Runs;
typedef struct {
    PangoLayout *layout; int start_index, length; Runs *runs;
} PangoLayoutLine;

void *g_object_ref(void *object);
const char *pango_version_string(void);
const char *hb_version_string(void);
PangoFontMap *pango_ft2_font_map_new(void);
void pango_fc_font_map_set_config(PangoFontMap *map, FcConfig *config);
FcPattern *pango_fc_font_get_pattern(PangoFont *font);
FcConfig *FcInitLoadConfigAndFonts(void);
int FcPatternGetString(const FcPattern *pattern, const char *object, int n, unsigned char **text);
PangoContext *pango_font_map_create_context(PangoFontMap *map);
void pango_context_set_round_glyph_positions(PangoContext *context, gboolean round);
void pango_context_set_base_dir(PangoContext *context, int direction);
void pango_context_set_language(PangoContext *context, PangoLanguage *language);
PangoLanguage *pango_language_from_string(const char *language);
PangoFontDescription *pango_font_description_new(void);
void pango_font_description_set_family(PangoFontDescription *description, const char *family);
void pango_font_description_set_weight(PangoFontDescription *description, int weight);
void pango_font_description_set_absolute_size(PangoFontDescription *description, double size);
PangoLayout *pango_layout_new(PangoContext *context);
void pango_layout_set_auto_dir(PangoLayout *layout, gboolean automatic);
void pango_layout_set_single_paragraph_mode(PangoLayout *layout, gboolean single);
void pango_layout_set_font_description(PangoLayout *layout, const PangoFontDescription *font);
void pango_layout_set_text(PangoLayout *layout, const char *text, int length);
int pango_layout_get_baseline(PangoLayout *layout);
int pango_layout_get_unknown_glyphs_count(PangoLayout *layout);
PangoLayoutLine *pango_layout_get_line_readonly(PangoLayout *layout, int line);
void pango_layout_line_get_extents(
    PangoLayoutLine *line, PangoRectangle *ink, PangoRectangle *logical);
void pango_glyph_string_extents(
    PangoGlyphString *glyphs, PangoFont *font, PangoRectangle *ink, PangoRectangle *logical);
void pango_get_log_attrs(
    const char *text, int length, int level, PangoLanguage *language, uint32_t *attributes,
    int count);
"""
LIBRARIES = (
    "libharfbuzz.so.0",
    "libgobject-2.0.so.0",
    "libfontconfig.so.1",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
)

# A Pango glyph: its number, its advance, its offsets, and bits that are not used here.
GLYPH = struct.Struct("=Iiii4x")
# A bit of Pango's attributes of a position in a text.
LINE_MAY_BREAK = 1 << 0

# Unicode's scripts by Pango's numbers: common (digits, signs), Arabic, Armenian, Bengali, Cyrillic,
# Devanagari, Ethiopic, Georgian, Greek, Gujarati, Gurmukhi, Han, Hangul, Hebrew, Hiragana,
# Kannada, Katakana, Khmer, Lao, Latin, Malayalam, Myanmar, Oriya, Sinhala, Tamil, Telugu, Thaana,
# Thai. Stamped pages in these are compared with the reference by tests; what is in another
# (Tibetan, Tifinagh) is laid out.
PROVEN_SCRIPTS = frozenset(
    {0, 2, 3, 4, 8, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 28, 31, 33, 35}
    | {36, 37, 38}
)

# Pango is told a whole paragraph at once; one thread at a time asks for a layout.
_one_at_a_time = Lock()
_loading = Lock()


class UnknownCharacterError(Exception):
    """None of the pinned fonts has this character."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one font and one script, as Pango shaped it; most runs are only measured.

    `script` is Unicode's number of it in Pango (`PangoScript`). `packed` are Pango's glyphs,
    `clusters` where in `encoded`, the text, each begins.
    """

    font: Path
    script: int
    packed: bytes
    clusters: tuple[int, ...]
    encoded: bytes
    is_right_to_left: bool

    def glyphs(self) -> Iterator[tuple[int, int, int, int]]:
        """Number, advance and offsets (y downwards) of each, in `EM`ths of an em, in the order in
        which they are drawn: from left to right.
        """
        return GLYPH.iter_unpack(self.packed)

    def texts(self) -> list[str]:
        """What each glyph stands for: the first of a cluster says all of it."""
        text = self.encoded.decode()
        if len(text) == len(set(self.clusters)) == len(self.clusters):
            return list(text) if self.clusters[0] == 0 else list(reversed(text))
        starts = sorted({*self.clusters, len(self.encoded)})
        said = {start: self.encoded[start:end].decode() for start, end in pairwise(starts)}
        return [said.pop(start, "") for start in self.clusters]

    def text_of(self, glyphs: range) -> str:
        """What neighbouring glyphs stand for together."""
        clusters = self.clusters[glyphs.start : glyphs.stop]
        ends = (start for start in self.clusters if start > max(clusters))
        return self.encoded[min(clusters) : min(ends, default=len(self.encoded))].decode()


@dataclass(frozen=True, slots=True)
class Line:
    """All in em. `above` and `below`: how far the ink goes from the baseline, mostly positive.

    `centre`: how far the baseline lies below the middle of the line, the way CSS places it: half
    of ascent minus descent, the most that the line's fonts or the first font ask for.
    """

    runs: tuple[Run, ...]
    advance: float
    above: float
    below: float
    centre: float


def _library() -> tuple[cffi.FFI, Any]:
    """Loaded once, by whichever thread comes first: what one of cffi made no other takes."""
    with _loading:
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> tuple[cffi.FFI, Any]:
    ffi = cffi.FFI()
    ffi.cdef(DECLARATIONS)
    for name in LIBRARIES[:-1]:
        ffi.dlopen(name, ffi.RTLD_GLOBAL | ffi.RTLD_NOW)
    return ffi, ffi.dlopen(LIBRARIES[-1], ffi.RTLD_GLOBAL | ffi.RTLD_NOW)


@lru_cache(maxsize=1)
def _font_map() -> Any:
    """One map for the process, of the pinned fonts; it lives as long as the process."""
    _ffi, lib = _library()
    os.environ["FONTCONFIG_FILE"] = str(fonts.write_fontconfig())
    font_map = lib.pango_ft2_font_map_new()
    lib.pango_fc_font_map_set_config(font_map, lib.FcInitLoadConfigAndFonts())
    return font_map


def version() -> str:
    """Of what decides glyphs and places: Pango and HarfBuzz."""
    ffi, lib = _library()
    versions = (lib.pango_version_string(), lib.hb_version_string())
    return " ".join(ffi.string(one).decode() for one in versions)


@lru_cache(maxsize=200)
def _layout(language: str, weight: int, direction: str) -> Any:
    """A layout for texts of one kind. It is kept: making one costs more than using it."""
    _ffi, lib = _library()
    context = lib.pango_font_map_create_context(_font_map())
    lib.pango_context_set_round_glyph_positions(context, 0)
    lib.pango_context_set_base_dir(context, BASE_DIRECTIONS[direction])
    lib.pango_context_set_language(context, _language(language))
    description = lib.pango_font_description_new()
    lib.pango_font_description_set_family(description, ",".join(fonts.stack(language)).encode())
    lib.pango_font_description_set_weight(description, weight)
    lib.pango_font_description_set_absolute_size(description, EM)
    layout = lib.pango_layout_new(context)
    lib.pango_layout_set_auto_dir(layout, 0)
    lib.pango_layout_set_single_paragraph_mode(layout, 1)
    lib.pango_layout_set_font_description(layout, description)
    return layout


@lru_cache(maxsize=200)
def _language(tag: str) -> Any:
    _ffi, lib = _library()
    return lib.pango_language_from_string(tag.encode())


@lru_cache(maxsize=5_000)
def shape(text: str, language: str, weight: int, direction: str = "ltr") -> Line:
    """The text on one line. `language` is a BCP 47 tag; it chooses the fonts. `direction`: "rtl"
    or "ltr", of the paragraph (UAX #9, HL1).

    Raises UnknownCharacterError where the pinned fonts have no glyph.
    """
    line = _shaped(text, language, weight, direction)
    strut = _strut(language, weight)
    return line if line.centre >= strut else replace(line, centre=strut)


@lru_cache(maxsize=200)
def _strut(language: str, weight: int) -> float:
    """The `centre` of a line that is empty: of the first font."""
    return _shaped(" ", language, weight, "ltr").centre


def _shaped(text: str, language: str, weight: int, direction: str) -> Line:
    ffi, lib = _library()
    encoded = text.encode()
    logical = ffi.new("PangoRectangle *")
    with _one_at_a_time:
        layout = _layout(language, weight, direction)
        lib.pango_layout_set_text(layout, encoded, len(encoded))
        line = lib.pango_layout_get_line_readonly(layout, 0)
        if lib.pango_layout_get_unknown_glyphs_count(layout):
            raise UnknownCharacterError(_first_unknown(line.runs))
        lib.pango_layout_line_get_extents(line, ffi.NULL, logical)
        baseline = lib.pango_layout_get_baseline(layout)
        runs, inks, next_run = [], [], line.runs
        while next_run != ffi.NULL:
            runs.append(_run(next_run.data, encoded))
            inks.append(_ink(next_run.data))
            next_run = next_run.next
    return Line(
        runs=tuple(runs),
        advance=logical.width / EM,
        above=max((above for above, _below in inks), default=0.0),
        below=max((below for _above, below in inks), default=0.0),
        centre=(baseline - logical.height / 2) / EM,
    )


def _first_unknown(run: Any) -> str:
    """The first character, from the left, that no font has."""
    ffi, _lib = _library()
    while run != ffi.NULL:
        for glyph in ffi.unpack(run.data.glyphs.glyphs, run.data.glyphs.num_glyphs):
            if glyph.glyph & UNKNOWN:
                return chr(glyph.glyph & ~UNKNOWN)
        run = run.next
    return "?"


def _ink(item: Any) -> tuple[float, float]:
    """How far a run's ink goes above and below the baseline. (A line's own loses runs.)"""
    ffi, lib = _library()
    ink = ffi.new("PangoRectangle *")
    lib.pango_glyph_string_extents(item.glyphs, item.item.analysis.font, ink, ffi.NULL)
    return (-ink.y / EM, (ink.y + ink.height) / EM) if ink.height else (0.0, 0.0)


def _run(item: Any, encoded: bytes) -> Run:
    ffi, _lib = _library()
    analysis = item.item.analysis
    start, count = item.item.offset, item.glyphs.num_glyphs
    return Run(
        font=_file(int(ffi.cast("intptr_t", analysis.font))),
        script=analysis.script,
        packed=bytes(ffi.buffer(item.glyphs.glyphs, count * GLYPH.size)),
        clusters=tuple(ffi.unpack(item.glyphs.log_clusters, count)),
        encoded=encoded[start : start + item.item.length],
        is_right_to_left=bool(analysis.level % 2),
    )


@lru_cache(maxsize=500)
def _file(address: int) -> Path:
    """The font's file. The font is held: its address is never another's."""
    ffi, lib = _library()
    font = ffi.cast("PangoFont *", address)
    lib.g_object_ref(font)
    path = ffi.new("unsigned char **")
    lib.FcPatternGetString(lib.pango_fc_font_get_pattern(font), b"file", 0, path)
    return Path(os.fsdecode(ffi.string(path[0])))


def positions(text: str) -> Sequence[int]:
    """For each position in the text, before each character and after the last, its attributes.

    A line may break there (UAX #14; between the words that a dictionary finds in Thai) where
    `LINE_MAY_BREAK` is set.
    """
    ffi, lib = _library()
    encoded = text.encode()
    attributes = ffi.new("uint32_t[]", len(text) + 1)
    with _one_at_a_time:
        lib.pango_get_log_attrs(encoded, len(encoded), -1, ffi.NULL, attributes, len(text) + 1)
    return tuple(ffi.unpack(attributes, len(text) + 1))
