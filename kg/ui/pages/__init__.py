"""The pages; Streamlit runs each file as a script when its address is opened."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
