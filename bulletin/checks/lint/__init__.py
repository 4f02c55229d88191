"""A lint for e-books made by any program: what readers, shops and Amazon's post room trip over (see ``registry``)."""
