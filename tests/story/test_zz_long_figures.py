from collections import Counter
import tests.story.test_slips_survive as S
def _figures(at_work):
    jobs=at_work.jobs()
    with open('/tmp/paper_figures.txt','a') as f:
        f.write(f"jobs {len(jobs)} outcomes {dict(Counter(j.outcome.value for j in jobs))} troubles {dict(Counter(str(j.trouble) for j in jobs if j.trouble))} tried again {sum(j.attempts>1 for j in jobs)} second {sum(j.is_second for j in jobs)} papers {len(at_work.printer.texts)}\n")
_a,_b=S._check_what_came_of_itself,S._check_what_a_person_asked_for
def a(w): _a(w); _figures(w)
def b(w): _b(w); _figures(w)
S._check_what_came_of_itself=a; S._check_what_a_person_asked_for=b
from tests.story.test_slips_survive import *
