"""Chains without their words: others of the same shape in their place, so that a fault can be reported with them."""
