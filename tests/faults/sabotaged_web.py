"""The site for web servers as the product has it, with what SABOTAGE names."""

from careers.config.wsgi import application
from tests.faults import sabotage

sabotage.apply()

__all__ = ["application"]
