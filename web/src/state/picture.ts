/** A picture for a profile or a workspace: sent like any file, without a message. */
import { Refused } from "../api/request";
import { uploads as t } from "../texts/en/uploads";
import { addUpload, forgetUpload } from "./uploads";
import { watch, world } from "./world";

const MOST_BYTES = 10 * 1024 * 1024;

/** Sends it and answers the file's id. Throws `Refused`. */
export async function uploadPicture(source: File): Promise<string> {
  if (!source.type.startsWith("image/")) throw new Refused("unsupported_media_type", t("notPicture"));
  if (source.size > MOST_BYTES) throw new Refused("too_large", t("pictureTooLarge"));
  const key = addUpload(source);
  const done = await new Promise<{ id: string | null; problem: string | null }>((settle) => {
    const look = () => {
      const upload = world.uploads.get(key);
      if (upload && upload.step !== "ready" && upload.step !== "failed") return;
      leave();
      settle({ id: upload?.file?.id ?? null, problem: upload?.problem ?? null });
    };
    const leave = watch(look);
    look();
  });
  forgetUpload(key);
  if (!done.id) throw new Refused("upload", done.problem ?? t("pictureNotSent"));
  return done.id;
}
