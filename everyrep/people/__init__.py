"""Clinics, staff, patients and the links that let a patient in without an account."""
