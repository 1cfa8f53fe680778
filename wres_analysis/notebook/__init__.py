"""What people click in JupyterLab: their own plan checked, links reviewed, exhibits picked."""
