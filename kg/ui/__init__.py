"""The Streamlit app: one file a page, and what they share."""
