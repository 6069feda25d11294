import { booksTexts } from '#core/text/books.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { ClassBookForm } from './class-book-form.tsx';
import { SchoolBooks } from './school-books.tsx';
import { SubjectBookForm } from './subject-book-form.tsx';

/** The year's books on paper: one class, one teacher, or the whole school. */
export function BooksScreen() {
  const texts = useTexts(booksTexts);
  const choices = useQuery('books.choices', {}, ['school']);
  return (
    <Page title={texts.title} subtitle={texts.subtitle}>
      <QueryView query={choices}>
        {({ classes, teachers, maySchool }) =>
          classes.length + teachers.length === 0 ? (
            <EmptyState title={texts.noClasses} text={texts.noClassesText} />
          ) : (
            <div className="stack stack--wide">
              {classes.length > 0 && <ClassBookForm classes={classes} />}
              <SubjectBookForm teachers={teachers} mayAssign={maySchool} />
              {maySchool && classes.length > 0 && <SchoolBooks count={classes.length} />}
              <details className="sheet">
                <summary>{texts.corrections}</summary>
                <p>{texts.correctionsText}</p>
              </details>
            </div>
          )
        }
      </QueryView>
    </Page>
  );
}
