"""The stages in their order, and what each one is fed by."""

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
    "captions": ("transcribe", "stitch", "encode", "prepare"),
    "relisten": ("encode", "captions"),
    "overhear": ("encode",),
    "translate": ("transcribe", "prepare"),
    "subtitles": ("translate", "transcribe", "stitch", "encode", "prepare"),
    "package": ("encode", "captions", "subtitles"),
    "measure": ("encode", "withhold", "stitch", "transcribe", "prepare"),
    "report": ("measure", "encode", "captions", "relisten", "compare", "prepare"),
    "artwork": (),
    "page": ("package", "artwork"),
    "index": ("package",),
    "site": ("package", "artwork"),
    "feed": ("package", "artwork"),
    "search": ("index",),
}
"""For --plan: a stage that looks as if it could be kept may run after all when one of these comes out different.

`people` and `shelf` are parts of `site` and `search`, and have no place of their own.
"""

STAGES = tuple(FED_BY)
