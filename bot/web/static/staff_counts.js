// Numbers of the menu, which stands twice: wide and narrow.
export function showCount(html) {
  for (const place of document.querySelectorAll(".approvals-count")) place.innerHTML = html;
}
