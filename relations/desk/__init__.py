"""The curator's desk: how an entry comes from a draft to the public, is corrected and withdrawn.

The admin shows it; nothing here knows of requests and pages.
"""
