using Spindle.Analysis.Errors;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Scopes;

/// <summary>The columns that a name may mean at some place of a query.</summary>
internal sealed class ColumnScope(ValueList<ColumnReference> columns, ValueList<ColumnReference> hidden, StringComparison comparison) : INameSource
{
    public ValueList<ColumnReference> Columns => columns;

    public IEnumerable<ColumnReference> All => columns.Concat(hidden);

    /// <summary>
    /// The column, or field of one, that a name of one or more parts means: the longest qualifier that fits wins, what follows the column are fields.
    /// </summary>
    public Expression? Find(ValueList<string> parts, Origin origin)
    {
        for (var qualifiers = Math.Min(parts.Count - 1, 3); qualifiers >= 0; qualifiers--)
        {
            var found = Candidates(parts, qualifiers);
            if (found.Count > 1)
                throw NameErrors.Ambiguous(parts, found, origin);
            if (found.Count == 1)
            {
                Expression value = found[0] with { Name = parts[qualifiers], Origin = origin };
                for (var i = qualifiers + 1; i < parts.Count; i++)
                    value = FieldAccess.ByName(value, parts[i], origin, comparison);
                return value;
            }
        }

        return null;
    }

    public ColumnReference? Reference(ColumnId id) => All.FirstOrDefault(c => c.Id == id);

    public ColumnScope Mapped(Func<ColumnReference, ColumnReference> map) => new(columns.Select(map).ToValueList(), hidden.Select(map).ToValueList(), comparison);

    public IEnumerable<string> Suggestions() => columns.Select(c => c.Name);

    /// <summary>The columns of a qualifier, for <c>t.*</c>; empty where nothing has it.</summary>
    public IReadOnlyList<Expression> Qualified(ValueList<string> qualifier)
    {
        var own = columns.Where(c => EndsWith(c.Qualifier, qualifier, qualifier.Count)).ToList();
        var keys = hidden.Where(c => EndsWith(c.Qualifier, qualifier, qualifier.Count)).ToList();
        // A table's columns have ids in their order: the other side's key of USING stands where it stood.
        return keys.Count == 0 ? own.ToList<Expression>() : own.Concat(keys).DistinctBy(c => c.Id).OrderBy(c => c.Id.Value).ToList<Expression>();
    }

    private List<ColumnReference> Candidates(ValueList<string> parts, int qualifiers)
    {
        var found = new List<ColumnReference>();
        // A hidden column is only meant where nothing visible is.
        foreach (var source in new[] { columns, qualifiers > 0 ? hidden : ValueList<ColumnReference>.Empty })
        {
            foreach (var column in source)
                if (string.Equals(column.Name, parts[qualifiers], comparison) && EndsWith(column.Qualifier, parts, qualifiers) && !found.Contains(column))
                    found.Add(column);
            if (found.Count > 0)
                break;
        }

        return found;
    }

    private bool EndsWith(ValueList<string> qualifier, ValueList<string> parts, int count)
    {
        if (count > qualifier.Count)
            return false;
        for (var i = 0; i < count; i++)
            if (!string.Equals(qualifier[qualifier.Count - count + i], parts[i], comparison))
                return false;
        return true;
    }
}
