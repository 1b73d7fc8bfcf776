from tests.playground.offices import finish, open_office

__all__ = ["finish", "open_office"]
