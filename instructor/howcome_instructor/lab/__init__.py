"""`howcome lab`: the pupil's folder, and a calm JupyterLab on it."""
