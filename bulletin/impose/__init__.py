"""Imposition: finished pages set on sheets so that they come in order once the sheets are printed, folded and bound."""
