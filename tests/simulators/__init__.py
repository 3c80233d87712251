"""The simulated platform is as strict and as talkative as Meta's: what passes against it means something."""
