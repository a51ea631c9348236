"""Everything that can be done, once: key map, footer, help and command palette are made from this list.

An action of a screen runs its method `action_<name>` (`app.` and `screen.` before the name say where else it lives);
`{key}` in a name stands for the key that was pressed: `rate('{key}')`. Two actions of one screen may share a key where
only one of them is possible at a time (`check_action` says which): Space starts an answer, and ends it.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType

EVERYWHERE = "everywhere"
LISTS = "lists"
"""Actions of a list with the focus, on whatever screen."""


@dataclass(frozen=True, slots=True)
class Action:
    """`name` is the action as Textual calls it, `keys` its keys (the first is the one that is shown; none: by name only),
    `label` a word or two for the footer, `help` a sentence. `footer`: shown there. `always`: works in a dialog and
    while text is typed as well. `values`: what `{key}` stands for, in the order of the keys, where these were changed."""

    screen: str
    name: str
    keys: tuple[str, ...]
    label: str
    help: str
    footer: bool = True
    always: bool = False
    values: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """How people name it where they change its keys: `replay.play`, `friend.mark_strong`."""
        name, _, given = self.name.rpartition(".")[2].partition("(")
        given = "" if self.takes_key else given.strip("')")
        return f"{self.screen}.{name}" + (f"_{given}" if given else "")

    def id_of(self, key: str) -> str:
        """How one key of a row of keys is told from the others."""
        return f"{self.id}.{self._value(key)}" if self.takes_key else self.id

    def called(self, key: str = "") -> str:
        """What Textual runs when `key` is pressed."""
        return self.name.replace("{key}", self._value(key))

    def _value(self, key: str) -> str:
        return dict(zip(self.keys, self.values, strict=False)).get(key, key)

    @property
    def takes_key(self) -> bool:
        """Whether it is one action for a row of keys, such as the digits, and means nothing without one."""
        return "{key}" in self.name

    @property
    def called_by_name(self) -> bool:
        """Whether the command palette offers it: not what needs its key, and not what moves the focus or the text
        selection, which the palette itself takes away."""
        return not self.takes_key and "." not in self.name.partition("(")[0] and self.name != "command_palette"


def _action(
    screen: str, name: str, keys: str, label: str, help: str, *, footer: bool = True, always: bool = False
) -> Action:
    return Action(screen, name, tuple(keys.split()), label, help, footer, always)


ACTIONS: tuple[Action, ...] = (
    _action(EVERYWHERE, "help", "question_mark", "help", "Shows the keys of this screen."),
    _action(EVERYWHERE, "command_palette", "ctrl+p", "all commands", "Finds everything that can be done by its name."),
    _action(EVERYWHERE, "quit", "ctrl+q", "quit", "Leaves the program; everything is saved.", footer=False, always=True),
    _action(EVERYWHERE, "screen.copy_text", "ctrl+c", "copy", "Copies the text that is selected.", footer=False),
    _action(EVERYWHERE, "app.focus_next", "tab", "next part", "Goes to the next part of the screen.", footer=False),
    _action(EVERYWHERE, "app.focus_previous", "shift+tab", "part before", "Goes to the part before.", footer=False),
    _action(EVERYWHERE, "go('choosing')", "", "practise", "Chooses an interview to practise.", footer=False),
    _action(EVERYWHERE, "turned_down", "", "I was just turned down", "A short way in after a rejection.", footer=False),
    _action(EVERYWHERE, "go('debrief')", "", "after an interview", "Looks back on a real interview, one question a screen.", footer=False),
    _action(EVERYWHERE, "go('plan')", "", "your plan", "Shows what to do after an interview, each thing with its reason.", footer=False),
    _action(EVERYWHERE, "go('door')", "", "a friend on their phone", "Opens the door for a friend who interviews you on a page of their own.", footer=False),
    _action(EVERYWHERE, "go('peer')", "", "practise in turns", "Two people at this keyboard: each answers a round and interviews a round.", footer=False),
    _action(EVERYWHERE, "go('sessions')", "", "sessions", "Lists the sessions there are.", footer=False),
    _action(EVERYWHERE, "go('progress')", "", "progress", "Shows what has changed over your sessions.", footer=False),
    _action(EVERYWHERE, "go('today')", "", "the interview day", "Everything for the day of an interview, on one page.", footer=False),
    _action(EVERYWHERE, "go('nerves')", "", "nerves", "Settles you, rehearses setbacks, and leads up the ladder.", footer=False),
    _action(EVERYWHERE, "go('settle')", "", "settle", "Two minutes to settle: slow breathing, or a sentence said aloud.", footer=False),
    _action(EVERYWHERE, "go('setbacks')", "", "rehearse a setback", "Rehearses a blank mind, a question you cannot answer, a cold interviewer.", footer=False),
    _action(EVERYWHERE, "go('wins')", "", "your wins", "Shows what went well, and what people said of it.", footer=False),
    _action(EVERYWHERE, "go('drill')", "", "drill", "Shows the questions that are due, and the schedule.", footer=False),
    _action(EVERYWHERE, "go('moments')", "", "learn from your moments", "Walks through the places that cost most.", footer=False),
    _action(EVERYWHERE, "go('banks')", "", "banks", "Lists the question banks.", footer=False),
    _action(EVERYWHERE, "go('prep')", "", "prep sheets", "Lists the prep sheets, one for each application.", footer=False),
    _action(EVERYWHERE, "go('applications')", "", "applications", "Lists the jobs that you go for, and what is due.", footer=False),
    _action(EVERYWHERE, "go('contacts')", "", "contacts, events and leads", "Lists the people who may know of work.", footer=False),
    _action(EVERYWHERE, "go('skills')", "", "skills to gain", "Lists the skills that you are gaining.", footer=False),
    _action(EVERYWHERE, "go('settings')", "", "settings", "Opens the settings.", footer=False),
    _action(EVERYWHERE, "go('device_check')", "", "check microphone and voice", "Checks the microphone, voice and recogniser.", footer=False),
    _action(LISTS, "cursor_up", "up k", "up", "One line up.", footer=False),
    _action(LISTS, "cursor_down", "down j", "down", "One line down.", footer=False),
    _action(LISTS, "page_up", "pageup", "page up", "A page up.", footer=False),
    _action(LISTS, "page_down", "pagedown", "page down", "A page down.", footer=False),
    _action(LISTS, "first", "home", "first", "The first line.", footer=False),
    _action(LISTS, "last", "end", "last", "The last line.", footer=False),
    _action("home", "open", "enter", "start", "Does what is selected."),
    _action("home", "wins", "w", "your wins", "Shows what went well, and what people said of it."),
    _action("home", "app.quit", "q", "quit", "Leaves the program."),
    _action("peer", "begin", "enter", "begin", "Begins the next round."),
    _action("peer", "go_on", "enter", "go on", "Goes on with the round that was left."),
    _action("peer", "open", "enter", "scorecard", "Opens the scorecard of the round."),
    _action("peer", "anew", "n", "begin anew", "Leaves the rounds of today as they are, and begins with the first again."),
    _action("peer", "back", "escape", "back", "Goes back; what was done is saved."),
    _action("door", "admit", "enter", "let in", "Lets in who is at the door; they interview you on their own page."),
    _action("door", "refuse", "x", "send away", "Sends away who is at the door, and makes a new code."),
    _action("door", "begin", "enter", "begin", "Begins the interview."),
    _action("door", "network", "l", "let the network in", "Opens the door for the network that this computer is on, for a phone."),
    _action("door", "new_code", "n", "new code", "Makes a new code, for a friend or for another page of theirs; the old one opens nothing any more."),
    _action("door", "back", "escape", "close the door", "Ends it: nothing listens any more."),
    _action("today", "play", "space", "hear", "Plays the answer that is selected."),
    _action("today", "stop", "space", "stop", "Stops here."),
    _action("today", "tick", "space", "ready", "Ticks a document as packed, or takes the tick back."),
    _action("today", "open", "enter", "open", "Opens what is selected."),
    _action("today", "back", "escape", "back", "Goes back."),
    _action("nerves", "open", "enter", "start", "Starts what is selected; a step of the ladder starts an interview there."),
    _action("nerves", "back", "escape", "back", "Goes back."),
    _action("settle", "open", "enter", "begin", "Begins what is selected."),
    _action("settle", "done", "enter space", "done", "Goes on, whenever you like."),
    _action("settle", "back", "escape", "leave it", "Goes on without."),
    _action("setbacks", "open", "enter", "rehearse", "Rehearses what is selected, with a line of your own."),
    _action("setbacks", "add", "a", "another", "Adds a plan for another moment that you fear."),
    _action("setbacks", "delete", "d delete", "delete", "Deletes the plan; asks once."),
    _action("setbacks", "back", "escape", "back", "Goes back."),
    _action("rehearse", "said", "enter", "I said it", "You said your line aloud."),
    _action("rehearse", "type_it", "w", "type it", "Types the line instead, from memory."),
    _action("rehearse", "back", "escape", "leave it", "Leaves it for another time; the line is kept."),
    _action("wins", "open", "enter", "hear", "Opens the answer at this moment."),
    _action("wins", "add", "a", "add", "Keeps a kind word, or something that went well."),
    _action("wins", "delete", "d delete", "take out", "Takes out what you added; asks once."),
    _action("wins", "export", "x", "export", "Writes it as a page to read before the interview."),
    _action("wins", "back", "escape", "back", "Goes back."),
    _action("debrief", "take", "enter", "go on", "Takes the answer, and goes on; what is left empty is passed."),
    _action("debrief", "done", "ctrl+s ctrl+g", "go on", "Takes what was typed, and goes on."),
    _action("debrief", "say_it", "ctrl+r", "say it", "Listens to you instead, and writes down what it understood."),
    _action("debrief", "tick_it", "space", "tick", "Ticks what is selected, or takes the tick back."),
    _action("debrief", "number('{key}')", "0 1 2 3 4 5 6 7 8 9", "number", "Selects the step of that number, or says how nervous you were; 1 and then 0 is 10."),
    _action("debrief", "calmer", "left", "calmer", "One less.", footer=False),
    _action("debrief", "tenser", "right", "more nervous", "One more.", footer=False),
    _action("debrief", "note", "n", "note", "Writes a note on this part."),
    _action("debrief", "before", "ctrl+b ctrl+o", "question before", "Goes back to the question before."),
    _action("debrief", "back", "escape", "leave", "Leaves it for now; everything is saved, and it goes on from here."),
    _action("plan", "open", "enter", "do it", "Opens the place where it can be done."),
    _action("plan", "tick_it", "space", "done", "Marks it as done, or as open again."),
    _action("plan", "why", "w", "why", "Shows the finding behind it, and who said so."),
    _action("plan", "add", "a", "add", "Adds something of your own."),
    _action("plan", "move", "m", "another day", "Moves it to another day."),
    _action("plan", "drop", "d delete", "drop", "Takes it out of the plan, or back into it."),
    _action("plan", "all", "v", "all of it", "Shows the whole plan, or the next few things again."),
    _action("plan", "back", "escape", "back", "Goes back."),
    _action("device_check", "again", "space", "check again", "Checks everything once more."),
    _action("device_check", "back", "escape enter", "back", "Goes back."),
    _action("sessions", "whole", "escape", "whole list", "Shows the whole list again, after a search."),
    _action("sessions", "stop_importing", "escape", "stop importing", "Stops the import; what is imported stays."),
    _action("sessions", "open", "enter", "scorecard", "Opens the scorecard of the session."),
    _action("sessions", "replay", "space", "replay", "Hears and sees the session again."),
    _action("sessions", "continue", "c", "continue", "Goes on with a session that was left or cut off."),
    _action("sessions", "undo", "u", "undo", "Brings back what was deleted last, until the program closes."),
    _action("sessions", "rename", "n", "name", "Calls the session by a name of yours."),
    _action("sessions", "tag", "g", "tags", "Gives the session tags, by which it is found again.", footer=False),
    _action("sessions", "export", "x", "export", "Writes the session as a file of yours: a page, a bundle, a text, a table or subtitles."),
    _action("sessions", "delete", "d delete", "delete", "Deletes the session with its recordings; asks once."),
    _action("sessions", "search", "slash", "search", "Finds words in what was said, in questions, names and tags."),
    _action("sessions", "import_recordings", "i", "import", "Makes sessions of recordings that you have, in the background."),
    _action("sessions", "back", "escape", "back", "Goes back."),
    _action("progress", "why", "enter", "why", "Shows what is behind the number that is selected."),
    _action("progress", "hear", "enter", "replay", "Hears and sees the session or answer that is selected."),
    _action("progress", "weeks", "w", "by week", "Draws a point for each week."),
    _action("progress", "sessions", "w", "by session", "Draws a point for each session."),
    _action("progress", "export", "x", "export", "Writes progress as a file of yours: a page, a text, a table or JSON."),
    _action("progress", "back", "escape", "back", "Goes back."),
    _action("behind", "hear", "enter", "replay", "Hears and sees the session or answer that is selected."),
    _action("behind", "done", "space", "done", "Marks it as done."),
    _action("behind", "back", "escape", "back", "Goes back."),
    _action("drill", "open", "enter", "start", "Starts the drill."),
    _action("drill", "open_typed", "T", "start, typed", "Starts the drill with answers that you type.", footer=False),
    _action("drill", "shorter", "left minus", "shorter", "Makes the drill a few minutes shorter.", footer=False),
    _action("drill", "longer", "right plus equals_sign", "longer", "Makes the drill a few minutes longer."),
    _action("drill", "why", "w", "why", "Shows how the schedule is made, and how this question came to its day."),
    _action("drill", "reset", "r", "reset", "Takes this question out of the schedule; asks once."),
    _action("drill", "reset_all", "R", "reset all", "Takes all questions out of the schedule; asks once.", footer=False),
    _action("drill", "search", "slash", "search", "Shows the lines that hold some words.", footer=False),
    _action("drill", "whole", "escape", "whole list", "Shows the whole list again, after a search."),
    _action("drill", "back", "escape", "back", "Goes back."),
    _action("moments", "play", "space", "hear", "Plays the place, from a little before it."),
    _action("moments", "stop", "space", "stop", "Stops here."),
    _action("moments", "moment_back", "comma left_square_bracket", "place before", "To the place before.", footer=False),
    _action("moments", "moment_on", "full_stop right_square_bracket", "next place", "To the next place."),
    _action("moments", "try_again", "t", "try again", "Answers this question again, here and now."),
    _action("moments", "try_typed", "T", "try again, typed", "Answers this question again, typing.", footer=False),
    _action("moments", "open", "enter", "replay", "Opens the answer at this place."),
    _action("moments", "back", "escape", "back", "Goes back."),
    _action("banks", "open", "enter", "questions", "Shows the questions of the bank."),
    _action("banks", "add", "a", "I was asked", "Adds a question that you were really asked."),
    _action("banks", "search", "slash", "search", "Shows the lines that hold some words."),
    _action("banks", "whole", "escape", "whole list", "Shows the whole list again, after a search."),
    _action("banks", "back", "escape", "back", "Goes back."),
    _action("prep", "open", "enter", "open", "Opens the prep sheet."),
    _action("prep", "new", "n", "new", "Begins a sheet for another application."),
    _action("prep", "use", "u", "make active", "Scores what you practise from this sheet; once more, from none."),
    _action("prep", "delete", "d delete", "delete", "Deletes the sheet; asks once."),
    _action("prep", "back", "escape", "back", "Goes back."),
    _action("sheet", "open", "enter", "open", "Opens or changes what is selected; it is saved at once."),
    _action("sheet", "tick", "space", "ready", "Ticks a document as ready, or takes the tick back."),
    _action("sheet", "add", "a", "add", "Adds one to the list."),
    _action("sheet", "remove", "d delete", "remove", "Takes what is selected out of the list."),
    _action("sheet", "propose", "p", "from the posting", "Proposes the skills and tasks that the posting names."),
    _action("sheet", "back", "escape", "back", "Goes back."),
    _action("applications", "open", "enter", "open", "Opens what is selected: an application, a letter that is due, a list."),
    _action("applications", "new", "n", "new", "Begins an application."),
    _action("applications", "stage", "s", "stage", "Says how far it has come, from today on."),
    _action("applications", "letter", "l", "letter", "Drafts a letter: thanks, a request for feedback, a reply, a note."),
    _action("applications", "calendar", "c", "calendar", "Writes interviews and follow-ups as a file for your calendar."),
    _action("applications", "delete", "d delete", "delete", "Deletes the application; asks once."),
    _action("applications", "export", "x", "export", "Writes the applications as a table (CSV) for a spreadsheet.", footer=False),
    _action("applications", "take_in", "i", "import", "Takes in a table (CSV) of applications: all of it, or with a fault nothing.", footer=False),
    _action("applications", "back", "escape", "back", "Goes back."),
    _action("record", "open", "enter", "change", "Opens or changes what is selected; it is saved at once."),
    _action("record", "add", "a", "add", "Adds one to the list."),
    _action("record", "remove", "d delete", "remove", "Takes what is selected out."),
    _action("record", "propose", "p", "from the posting", "Proposes the skills that the posting names."),
    _action("record", "gain", "g", "gain it", "Makes this requirement a skill to gain."),
    _action("record", "letter", "l", "letter", "Drafts a letter."),
    _action("record", "back", "escape", "back", "Goes back."),
    _action("letter", "edit", "e", "edit", "Opens the draft in your editor."),
    _action("letter", "copy", "c", "copy", "Copies the letter to the clipboard of your terminal."),
    _action("letter", "mail", "m", "open in mail", "Opens the letter in your mail program, which sends nothing by itself."),
    _action("letter", "sent", "s", "I sent it", "Writes down that you sent it today."),
    _action("letter", "anew", "w", "write anew", "Writes it anew from what you entered; asks once."),
    _action("letter", "back", "escape", "back", "Goes back; the draft is kept."),
    _action("contacts", "open", "enter", "open", "Opens what is selected."),
    _action("contacts", "new", "n", "new", "Adds a person, an event or a lead."),
    _action("contacts", "done", "space", "done", "The next action is done; another may follow."),
    _action("contacts", "letter", "l", "note", "Drafts a short note to them."),
    _action("contacts", "delete", "d delete", "delete", "Deletes it; asks once."),
    _action("contacts", "export", "x", "export", "Writes the contacts, events and leads as a table (CSV) for a spreadsheet.", footer=False),
    _action("contacts", "take_in", "i", "import", "Takes in a table (CSV) of contacts, events and leads: all of it, or with a fault nothing.", footer=False),
    _action("contacts", "back", "escape", "back", "Goes back."),
    _action("skills", "open", "enter", "open", "Opens what is selected."),
    _action("skills", "new", "n", "new", "Adds a skill to gain."),
    _action("skills", "more", "right plus equals_sign", "further", "Ten percent further."),
    _action("skills", "less", "left minus", "less far", "Ten percent less.", footer=False),
    _action("skills", "delete", "d delete", "delete", "Deletes it; asks once."),
    _action("skills", "export", "x", "export", "Writes the skills as a table (CSV) for a spreadsheet.", footer=False),
    _action("skills", "take_in", "i", "import", "Takes in a table (CSV) of skills: all of it, or with a fault nothing.", footer=False),
    _action("skills", "back", "escape", "back", "Goes back."),
    _action("settings", "change", "enter space right", "change", "Changes what is selected; it is saved at once."),
    _action("settings", "change_back", "left", "the one before", "Goes to the value before.", footer=False),
    _action("settings", "usual", "backspace", "as it was at first", "Sets what is selected back to its first value.", footer=False),
    _action("settings", "back", "escape", "back", "Goes back."),
    _action("replay", "play", "space", "play", "Plays from here on."),
    _action("replay", "stop", "space", "stop", "Stops here."),
    _action("replay", "back_5", "left", "5 s back", "Five seconds back.", footer=False),
    _action("replay", "forward_5", "right", "5 s on", "Five seconds on.", footer=False),
    _action("replay", "back_1", "ctrl+left u", "1 s back", "One second back.", footer=False),
    _action("replay", "forward_1", "ctrl+right i", "1 s on", "One second on.", footer=False),
    _action("replay", "word_back", "b", "word back", "To the beginning of the word, or the one before.", footer=False),
    _action("replay", "word_on", "w", "next word", "To the next word.", footer=False),
    _action("replay", "go_to_word", "slash g", "go to word", "Goes to where a word, or some words, are said next.", footer=False),
    _action("replay", "sentence_back", "shift+left s", "sentence back", "To the beginning of the sentence, or the one before.", footer=False),
    _action("replay", "sentence_on", "shift+right d", "sentence on", "To the next sentence.", footer=False),
    _action("replay", "moment_back", "comma left_square_bracket", "moment before", "To the moment before.", footer=False),
    _action("replay", "moment_on", "full_stop right_square_bracket", "next moment", "To the next moment worth hearing."),
    _action("replay", "question_back", "pageup", "answer before", "To the answer before.", footer=False),
    _action("replay", "question_on", "pagedown", "next answer", "To the next answer."),
    _action("replay", "loop", "l", "loop", "Marks where a passage begins, then where it ends and plays it again and again; once more ends that.", footer=False),
    _action("replay", "try_again", "t", "try again", "Answers this question again, here and now."),
    _action("replay", "try_typed", "T", "try again, typed", "Answers this question again, typing.", footer=False),
    _action("replay", "compare", "c", "compare", "Lays two takes of the same question side by side."),
    _action("replay", "correct", "e", "correct", "Corrects the words of this answer; its score follows at once."),
    _action("replay", "filler", "f", "filler or not", "Counts the word that is lit as a filler, or no longer.", footer=False),
    _action("replay", "note", "n", "note", "Writes a note at this moment of the answer.", footer=False),
    _action("replay", "keep", "a", "keep as a win", "Keeps this place as a win, to read before the next interview.", footer=False),
    _action("replay", "export", "x", "export", "Writes the session as a file of yours: a page, a bundle, a text, a table or subtitles.", footer=False),
    _action("replay", "slower", "minus", "slower", "Plays slower.", footer=False),
    _action("replay", "faster", "plus equals_sign", "faster", "Plays faster.", footer=False),
    _action("replay", "scores", "enter", "scorecard", "Opens the scorecard of the session."),
    _action("replay", "back", "escape", "back", "Goes back."),
    _action("takes", "open", "enter", "replay", "Hears and sees the take that is selected."),
    _action("takes", "play", "space", "play", "Plays the take that is selected."),
    _action("takes", "stop", "space", "stop", "Stops here."),
    _action("takes", "take_on", "right", "next take", "Compares with the next take."),
    _action("takes", "take_back", "left", "take before", "Compares with the take before.", footer=False),
    _action("takes", "other", "tab", "other one", "Selects the other of the two takes."),
    _action("takes", "try_again", "t", "try again", "Answers this question again, here and now."),
    _action("takes", "try_typed", "T", "try again, typed", "Answers this question again, typing.", footer=False),
    _action("takes", "back", "escape", "back", "Goes back."),
    _action("choosing", "open", "enter", "start", "Starts the interview."),
    _action("choosing", "change", "enter space right", "change", "Changes what is selected."),
    _action("choosing", "change_back", "left", "the one before", "Goes to the choice before.", footer=False),
    _action("choosing", "back", "escape", "back", "Goes back."),
    _action("interview", "stop", "escape", "stop", "Stops getting ready."),
    _action("interview", "start", "space", "start", "Begins to answer."),
    _action("interview", "done", "space ctrl+s ctrl+g", "done", "Ends the answer; while you type it is Ctrl+S."),
    _action("interview", "leave_box", "tab", "other keys", "Leaves the box, so that letters are keys; Tab again goes back."),
    _action("interview", "think", "w", "think first", "Takes time to think before answering."),
    _action("interview", "ask_again", "r", "ask again", "Puts the question once more."),
    _action("interview", "skip", "s", "skip", "Passes over this question."),
    _action("interview", "open", "enter", "do it", "Does what is selected."),
    _action("interview", "go_on", "enter", "go on", "Goes on to what comes next."),
    _action("interview", "take_again", "t", "take again", "Answers the same question again."),
    _action("interview", "rate('{key}')", "1 2 3 4 5", "your rating", "Says how good you find your answer, 1 to 5."),
    _action("interview", "rate_lower", "left", "lower", "One less.", footer=False),
    _action("interview", "rate_higher", "right", "higher", "One more.", footer=False),
    _action("interview", "nerves('{key}')", "0 1 2 3 4 5 6 7 8 9", "nerves", "Says how nervous you are; 1 and then 0 is 10."),
    _action("interview", "calmer", "left", "calmer", "One less.", footer=False),
    _action("interview", "tenser", "right", "more nervous", "One more.", footer=False),
    _action("interview", "rate_scale('{key}')", "1 2 3 4 5", "rate", "Rates what is selected, from 1 to 5; the words beneath say what is seen there."),
    _action("interview", "take_back", "minus backspace", "take back", "Leaves what is selected unrated."),
    _action("interview", "all_rated", "enter", "done", "Goes on, whatever is left unrated."),
    _action("interview", "pause", "escape", "pause", "Stops everything until you go on."),
    _action("interview", "resume", "space escape", "resume", "Goes on where you stopped."),
    _action("interview", "swap", "f", "friend's page", "Hands the screen to your friend."),
    _action("interview", "share", "v", "share words", "Shows your friend's page the words of your answers, in this session; again stops it."),
    _action("interview", "answer_door", "d", "the door", "Lets in who is at the door; while your friend's page is away it makes a code for another one."),
    _action("interview", "refuse", "x", "send away", "Sends away who is at the door."),
    _action("interview", "note", "n", "note", "Writes a note at this moment."),
    _action("friend", "done", "enter", "answer over", "Ends the answer."),
    _action("friend", "go_on", "enter", "next question", "Goes on to the next question."),
    _action("friend", "tick_it", "space", "tick", "Ticks the point that is selected, or takes the tick back."),
    _action("friend", "ask_it", "space", "ask it", "Asks the follow-up that is selected, once the answer is over."),
    _action("friend", "resume", "space escape", "resume", "Goes on where you stopped."),
    _action("friend", "swap", "f", "hand back", "Hands the screen back to the candidate."),
    _action("friend", "rate('{key}')", "1 2 3 4 5", "rate", "Rates the answer, 1 to 5."),
    _action("friend", "rate_scale('{key}')", "1 2 3 4 5", "rate", "Rates what is selected, from 1 to 5; the words beneath say what is seen there."),
    _action("friend", "rate_lower", "left", "lower", "One less.", footer=False),
    _action("friend", "rate_higher", "right", "higher", "One more.", footer=False),
    _action("friend", "take_back", "minus backspace", "take back", "Leaves what is selected unrated."),
    _action("friend", "all_rated", "enter", "done", "Goes on to a remark, whatever is left unrated; then all is said."),
    _action("friend", "tick('{key}')", "a b c d e", "tick", "Ticks a point that you heard, or takes the tick back."),
    _action("friend", "mark('strong')", "g", "strong", "Marks this moment as a strong one; the candidate sees it at the end."),
    _action("friend", "mark('unclear')", "u", "unclear", "Marks this moment as unclear."),
    _action("friend", "mark('filler')", "m", "um", "Marks a filler here."),
    _action("friend", "reassure", "y", "take your time", "Tells the candidate to take their time."),
    _action("friend", "note", "n", "note", "Writes a note at this moment; the candidate sees it at the end."),
    _action("friend", "pause", "escape", "pause", "Stops everything until you go on."),
    _action("friend", "own_words", "o", "own words", "Asks a follow-up in your own words.", footer=False),
    _action("friend", "ask_again", "r", "ask again", "Puts the question once more.", footer=False),
    _action("friend", "take_again", "t", "take again", "Lets the candidate answer the same question again.", footer=False),
    _action("friend", "skip", "s", "skip", "Passes over this question.", footer=False),
    _action("scorecard", "open", "enter", "open", "Opens the scorecard of the answer."),
    _action("scorecard", "why", "enter", "why", "Shows the formula, the band and the words behind the number."),
    _action("scorecard", "hear", "enter", "hear", "Plays the answer from the moment that is selected."),
    _action("scorecard", "play", "p", "play", "Plays the answer from there."),
    _action("scorecard", "before", "left", "before", "Goes to the answer before.", footer=False),
    _action("scorecard", "next", "right", "next", "Goes to the next answer."),
    _action("scorecard", "try_again", "t", "try again", "Answers the same question again, here and now."),
    _action("scorecard", "try_typed", "T", "try again, typed", "Answers the same question again, typing.", footer=False),
    _action("scorecard", "score_again", "r", "score again", "Scores again what an older scorer scored, or what leaves out something else than you have set.", footer=False),
    _action("scorecard", "views", "v", "three views", "Lays side by side what you, your friends and the program say."),
    _action("scorecard", "keep", "a", "keep as a win", "Keeps something of this session as a win, to read before the next interview.", footer=False),
    _action("scorecard", "export", "x", "export", "Writes the session as a file of yours: a page, a bundle, a text, a table or subtitles."),
    _action("scorecard", "continue", "c", "continue", "Goes on with a session that was left or cut off."),
    _action("scorecard", "whole", "escape", "all answers", "Goes back to the whole session."),
    _action("scorecard", "back", "escape", "done", "Goes back."),
    _action("dimension", "play", "p enter", "play", "Plays the answer from the words that are selected."),
    _action("dimension", "back", "escape", "back", "Goes back."),
    _action("views", "back", "escape enter space", "close", "Closes it."),
    _action("help", "back", "escape enter question_mark", "close", "Closes the help."),
    _action("notice", "back", "escape enter space", "close", "Closes the message."),
    _action("ask", "yes", "y", "yes", "Does it."),
    _action("ask", "no", "escape n enter", "no", "Leaves everything as it is."),
    _action("write", "done", "enter ctrl+s ctrl+g", "done", "Takes what was typed."),
    _action("write", "back", "escape", "back", "Leaves it as it was."),
    _action("write_long", "done", "ctrl+s ctrl+g", "done", "Takes what was typed."),
    _action("write_long", "back", "escape", "back", "Leaves it as it was."),
    _action("say", "done", "enter space", "said", "You have said it; what was understood is written down, to be corrected."),
    _action("say", "back", "escape", "back", "Leaves it; nothing of your voice is kept."),
    _action("tick", "tick_it", "space", "tick", "Ticks what is selected, or takes the tick back."),
    _action("tick", "done", "enter", "take these", "Takes what is ticked."),
    _action("tick", "back", "escape", "back", "Takes none."),
    _action("exporting", "stop", "escape", "stop", "Stops; nothing is written then."),
    _action("exporting", "back", "escape enter space", "close", "Closes the message."),
    _action("pick", "choose", "enter space", "choose", "Takes what is selected."),
    _action("pick", "back", "escape", "back", "Leaves it as it was."),
)  # fmt: skip

SCREENS = tuple(dict.fromkeys(action.screen for action in ACTIONS))


def actions(screen: str) -> tuple[Action, ...]:
    """The actions of one screen (or EVERYWHERE, or LISTS), in the order in which the footer shows them."""
    return tuple(action for action in ACTIONS if action.screen == screen)


def bindings(screen: str) -> list[BindingType]:
    """What a screen, a list or the app has as its BINDINGS."""
    return [
        Binding(
            key,
            action.called(key),
            action.label,
            priority=action.always,
            tooltip=action.help,
            id=action.id_of(key),
        )
        for action in actions(screen)
        for key in action.keys
    ]
