/** A person's picture where they are known by id: signed address, presence ring. */
import { useLink } from "../../state/links";
import { useWorld } from "../../state/world";
import { Avatar } from "../../ui/Avatar";

const STEPS = [64, 160, 360];

export function Face({ user, size = 36, presence = false }: { user: string; size?: number; presence?: boolean }) {
  const person = useWorld((world) => world.people.get(user));
  const state = useWorld((world) => world.presence.get(user) ?? "offline");
  const wanted = size * devicePixelRatio;
  const src = useLink(person?.avatar ?? null, STEPS.find((step) => step >= wanted) ?? STEPS.at(-1));
  return <Avatar name={person?.name ?? "?"} id={user} size={size} src={src ?? undefined} presence={presence ? state : undefined} />;
}
