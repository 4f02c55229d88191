"""From the edition's RGB paper to what a press takes: inks, boxes, marks, metadata; nothing is laid out again."""
