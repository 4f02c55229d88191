"""The faces that bulletin sets with: unpacked, hermetic, and asked what they hold.

Call ``prepare`` before WeasyPrint is imported: it points fontconfig at these faces and at no others.
"""

from bulletin.fonts.faces import ROLES, Face, FontSet, Role
from bulletin.fonts.setup import prepare

__all__ = ["ROLES", "Face", "FontSet", "Role", "prepare"]
