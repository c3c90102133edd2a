"""The floor: the least that an app of Streamlit can be. See benchmarks/README.md."""

import streamlit as st

st.title("Empty")
value = st.slider("Value", 0, 100, 50, key="year")
st.text(f"Value: {value}")
