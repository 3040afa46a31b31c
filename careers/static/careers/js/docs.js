// The API's documentation follows the colours of the device; its own style sheet has both.
document.documentElement.classList.toggle("dark-mode", matchMedia("(prefers-color-scheme: dark)").matches);
