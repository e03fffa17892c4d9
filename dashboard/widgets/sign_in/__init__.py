"""The forms that sign a person in and change a password; they speak to the routes themselves."""

from dashboard.widgets.sign_in.forms import password_form, sign_in_form, sign_out_button

__all__ = ["password_form", "sign_in_form", "sign_out_button"]
