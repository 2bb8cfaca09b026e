// A button that copies a text. Over plain http browsers have no clipboard of their own: there what is selected is copied.
window.offerCopy = ({ parentElement, data }) => {
  let button = parentElement.querySelector("button");
  if (!button) {
    button = parentElement.appendChild(document.createElement("button"));
    button.className = "copy";
    button.type = "button";
  }
  button.textContent = "复制链接";
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data);
    } catch {
      const held = button.parentElement.appendChild(document.createElement("textarea"));
      held.value = data;
      held.select();
      document.execCommand("copy");
      held.remove();
    }
    button.textContent = "已复制";
  };
};
