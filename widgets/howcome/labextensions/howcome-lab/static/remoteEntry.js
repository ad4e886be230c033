// What JupyterLab asks of a prebuilt extension (a module-federation container), by hand: so the
// extension is the two files beside this one, readable as they are, and needs no Node to build.
(() => {
  const here = document.currentScript.src;
  let scope;

  /** JupyterLab's own copy of a package, such as @jupyterlab/notebook. */
  async function shared(name) {
    const [version] = Object.values(scope[name]);
    return (await version.get())();
  }

  (window._JUPYTERLAB ??= {})["howcome-lab"] = {
    init(offered) { scope = offered; },
    async get() {
      const { plugin } = await import(new URL("guide.js", here).href);
      const [{ INotebookTracker }, { CodeCell }] = await Promise.all(
        [shared("@jupyterlab/notebook"), shared("@jupyterlab/cells")]);
      const style = new URL("guide.css", here).href;
      return () => ({ __esModule: true, default: plugin({ INotebookTracker, CodeCell, style }) });
    },
  };
})();
