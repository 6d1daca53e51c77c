"""Wheels: built, repaired, checked and tried. The one way that CI, releases and contributors make them."""
