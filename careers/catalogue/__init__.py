"""Roles, skills, requirements, resources, projects and starts: a draft in tables and files, and its releases."""
