// Signing in again from a page on which something is half written: in another tab, so that it stays where it is.
export const SIGNED_OUT = "Your session is over. Sign in again; what you wrote is kept.";

/** Adds a link to a notice that says why nothing goes on. */
export function offerSignIn(notice, path) {
  const link = document.createElement("a");
  link.href = path;
  link.target = "_blank";
  link.textContent = path.startsWith("/staff/again") ? "Confirm that it is you" : "Sign in";
  notice.append(" ", link);
}
