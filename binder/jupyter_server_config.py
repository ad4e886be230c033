"""The calm JupyterLab of `howcome lab`, for a server that Binder or a hub starts itself."""

from pathlib import Path

from howcome.save import pre_save
from howcome_instructor.lab.server import SETTINGS, calm_page, our_extensions

c = get_config()  # noqa: F821 -- Jupyter gives it to a configuration file

c.FileContentsManager.pre_save_hook = pre_save
c.LabApp.app_settings_dir = str(SETTINGS)
c.LabApp.extra_labextensions_path = our_extensions()
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
c.LabApp.default_url = "/lab/tree/Lessons.md"
c.ServerApp.terminals_enabled = False
c.ServerApp.tornado_settings = {"page_config_hook": calm_page}
c.ServerApp.root_dir = str(Path.home())
