using Spindle.Analysis;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Rows;
using Spindle.Functions.Catalog;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;
using Spindle.Sources;
using Spindle.Sql.Parsing;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Tests.Recorded;

/// <summary>Runs <c>SELECT expressions [FROM VALUES …]</c> with nothing but the evaluator.</summary>
internal static class ConstantQuery
{
    private const string ZoneId = "America/Los_Angeles";
    private static readonly TimeZone Zone = TimeZone.Find(ZoneId)!;

    /// <summary>The rows in the recorder's form; null where the plan is more than a projection of constant rows.</summary>
    public static List<string>? Run(string sql, MemoryBudget budget)
    {
        var plan = new Analyzer(new NoTables(), new SessionSnapshot { TimeZone = ZoneId, ReadType = SqlParser.ParseTypeOrSchema }).Analyze(SqlParser.ParseQuery(sql, new ParserSettings(Zone)));
        while (plan is SubqueryAlias alias)
            plan = alias.Child;
        if (plan is not Project project)
            return null;
        var source = project.Child;
        while (source is SubqueryAlias alias)
            source = alias.Child;
        if (source is not Values values || project.Items.Any(i => i.SelfAndDescendants().Any(e => e is AggregateCall or WindowCall or GeneratorCall or SubqueryExpression)))
            return null;
        var batch = Batch(values, budget);
        try
        {
            using var evaluator = ProjectionEvaluator.Compile([.. project.Items.Select(i => Bind(i, values.Columns))], new EvaluationContext(budget));
            var results = evaluator.Evaluate(batch);
            var rows = Enumerable.Range(0, batch.Rows).Select(row => string.Join('\t', results.Select(r => CellText.Format(r.Read(row), r.Type, Zone, CellStyle.Hive)))).ToList();
            foreach (var result in results)
                result.Release();
            return rows;
        }
        finally
        {
            batch.Release();
        }
    }

    private static RecordBatch Batch(Values values, MemoryBudget budget)
    {
        var columns = new Vector[values.Columns.Count];
        for (var c = 0; c < columns.Length; c++)
        {
            using var builder = VectorBuilder.Create(values.Columns[c].Type, budget);
            foreach (var row in values.Rows)
                builder.Append(ConstantFolder.Fold(row[c], budget).Value);
            columns[c] = builder.Build();
        }
        return new RecordBatch(columns, values.Rows.Count);
    }

    private static Expression Bind(Expression expression, ValueList<ColumnReference> columns) => expression.Transform(e =>
        e is ColumnReference column ? new BoundReference(columns.ToList().FindIndex(c => c.Id == column.Id), column.Type, column.Nullable, column.Name) : e);

    private sealed class NoTables : ICatalog
    {
        public CatalogEntry? Find(ValueList<string> parts, ValueList<KeyValuePair<string, string>> options) => null;

        public IEnumerable<string> Names() => [];
    }
}
