"""Which native libraries WeasyPrint works with: another Pango may break a line elsewhere."""

from weasyprint.text.ffi import pango


def versions() -> dict[str, str]:
    """Return the versions of the libraries that WeasyPrint has loaded."""
    number = pango.pango_version()
    return {"Pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}"}
