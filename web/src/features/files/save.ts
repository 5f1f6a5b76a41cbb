/** Saving a file under its own name. */
import type { File } from "../../api/types";
import { downloadLink } from "../../state/links";
import { toast } from "../../ui/Toast";

export async function save(file: File): Promise<void> {
  try {
    const url = await downloadLink(file.id);
    if (!url) return toast("This file isn't there any more.");
    const link = document.createElement("a");
    link.href = url;
    link.download = file.name;
    link.click();
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error));
  }
}
