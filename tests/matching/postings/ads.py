"""Job ads of ours for tests."""

ML_ENGINEER = """Machine Learning Engineer

About us
We build software for greenhouses. Our team works with Kubernetes every day.

What you will do
- Train and evaluate models for growers
- Bring models into production with Docker

Requirements
- 5+ years of Python
- Solid knowledge of machine learning algorithms
- Experience with PyTorch or TensorFlow
- SQL

Nice to have
- Spark
- Basic knowledge of AWS

What we offer
- Free tomatoes, and a course in Rust if you like
"""

NURSE = """Nurse for our ward

You care for patients, give medicines and write the reports of your shift.
We ask for a diploma in nursing, patience, and readiness for nights and weekends.
"""

DATA_ENGINEER = """Data engineer for a ferry line

Must have: Python, SQL and Airflow
Nice to have: Kafka, dbt
You know AWS or Azure.
"""
