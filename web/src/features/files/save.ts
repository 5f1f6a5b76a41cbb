/** Saving a file under its own name. */
import type { File } from "../../api/types";
import { downloadLink } from "../../state/links";
import { files as t } from "../../texts/en/files";
import { toast } from "../../ui/Toast";

export async function save(file: File): Promise<void> {
  try {
    const url = await downloadLink(file.id);
    if (!url) return toast(t("notThere"));
    const link = document.createElement("a");
    link.href = url;
    link.download = file.name;
    link.click();
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error));
  }
}
