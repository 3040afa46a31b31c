"""The styleguide for staff: tokens, base elements, and every component in all its states."""
