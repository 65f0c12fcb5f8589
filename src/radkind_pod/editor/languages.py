"""The languages that a passage can be marked with, by their English names."""

_NAMES = """
af Afrikaans|sq Albanian|am Amharic|ar Arabic|hy Armenian|az Azerbaijani|eu Basque|be Belarusian|bn Bengali|bs Bosnian
br Breton|bg Bulgarian|my Burmese|yue Cantonese|ca Catalan|zh Chinese|hr Croatian|cs Czech|da Danish|nl Dutch
en English|et Estonian|fil Filipino|fi Finnish|fr French|gl Galician|ka Georgian|de German|el Greek|gu Gujarati
ht Haitian Creole|ha Hausa|he Hebrew|hi Hindi|hu Hungarian|is Icelandic|ig Igbo|id Indonesian|ga Irish|it Italian
ja Japanese|kn Kannada|kk Kazakh|km Khmer|ko Korean|ku Kurdish|lo Lao|la Latin|lv Latvian|ln Lingala|lt Lithuanian
lb Luxembourgish|mk Macedonian|ms Malay|ml Malayalam|mt Maltese|mi Māori|mr Marathi|mn Mongolian|ne Nepali
no Norwegian|oc Occitan|ps Pashto|fa Persian|pl Polish|pt Portuguese|pa Punjabi|ro Romanian|rom Romani|ru Russian
sa Sanskrit|gd Scottish Gaelic|sr Serbian|sn Shona|sd Sindhi|si Sinhala|sk Slovak|sl Slovenian|so Somali|es Spanish
sw Swahili|sv Swedish|ta Tamil|te Telugu|th Thai|ti Tigrinya|tr Turkish|tw Twi|uk Ukrainian|ur Urdu|uz Uzbek
vi Vietnamese|cy Welsh|wo Wolof|xh Xhosa|yi Yiddish|yo Yoruba|zu Zulu
"""

LANGUAGES = tuple(
    (code, name) for code, _, name in (one.partition(" ") for one in _NAMES.strip().replace("\n", "|").split("|"))
)
"""(code, name), in order of the names."""
