"""The Streamlit app: ``streamlit run app.py``, or ``kg app``."""

from kg.ui.main import main

main()
