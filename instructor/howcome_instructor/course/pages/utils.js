
// Added by howcome to every page of Formgrader. Its tables say "Loading, please wait..." for ever,
// and marks are lost without a word, when the server does not answer, or answers with its login
// page. This says so, and what to do.
$(document).ajaxError((event, answer) => {
  if (answer.statusText === "abort" || document.getElementById("howcome-session")) return;
  const page = document.getElementById("main-table") ? "" : " What you entered last is not saved.";
  const login = [200, 401, 403].includes(answer.status);
  const words =
    answer.status === 0
      ? "The server has stopped. Start it again with “howcome course open”."
      : login
        ? "You are not logged in any more. Open the address that “howcome course open” printed."
        : `Something went wrong (${answer.status}). Load this page again; if it happens again, ` +
          "close other programs that use the gradebook.";
  const alert = document.createElement("div");
  alert.id = "howcome-session";
  alert.className = "alert alert-danger";
  alert.setAttribute("role", "alert");
  alert.textContent = words + page;
  document.body.append(alert);
  for (const cell of document.querySelectorAll("#main-table td")) {
    if (cell.textContent.startsWith("Loading")) cell.textContent = "Nothing could be loaded.";
  }
});
