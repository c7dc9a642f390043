// Brings the passage that the address asks for into view.
document.getElementById("here")?.scrollIntoView({ block: "center" });
