"""The stages in their order, and what each one is fed by."""

_COMPARED = ("compare", "compare-aac", "compare-opus", "compare-flac")
FED_BY: dict[str, tuple[str, ...]] = {
    "prepare": (),
    "recognise": ("prepare",),
    "diarise": ("prepare",),
    "transcribe": ("recognise", "diarise", "prepare"),
    "clean": (),
    "withhold": ("clean", "prepare"),
    "level": ("withhold", "transcribe", "clean", "prepare"),
    "stitch": ("level", "withhold", "clean", "prepare"),
    "master": ("stitch", "level", "withhold", "clean", "prepare"),
    "encode": ("master", "stitch", "level", "withhold", "clean", "prepare"),
    "compare": ("encode", "stitch", "clean", "prepare"),
    "aac": ("stitch", "level", "withhold", "clean", "prepare"),
    "compare-aac": ("aac", "stitch", "clean", "prepare"),
    "opus": ("stitch", "level", "withhold", "clean", "prepare"),
    "compare-opus": ("opus", "stitch", "clean", "prepare"),
    "flac": ("stitch", "level", "withhold", "clean", "prepare"),
    "compare-flac": ("flac", "stitch", "clean", "prepare"),
    "captions": ("transcribe", "stitch", "encode", "prepare"),
    "relisten": ("encode", "captions"),
    "overhear": ("encode",),
    "translate": ("transcribe", "prepare"),
    "subtitles": ("translate", "transcribe", "stitch", "encode", "prepare"),
    "package": ("encode", "aac", "opus", "flac", "captions", "subtitles"),
    "measure": ("encode", "withhold", "stitch", "transcribe", "prepare"),
    "report": ("measure", "encode", "captions", "relisten", *_COMPARED, "prepare"),
    "artwork": (),
    "page": ("package", "artwork"),
    "index": ("package",),
    "site": ("package", "artwork"),
    "item": ("package",),
    "feed": ("item", "artwork"),
    "search": ("index",),
}
"""For --plan: a stage that looks as if it could be kept may run after all when one of these comes out different.

`people`, `shelf` and `aisle` are parts of `site` and `search`, and have no place of their own.
"""

STAGES = tuple(FED_BY)
