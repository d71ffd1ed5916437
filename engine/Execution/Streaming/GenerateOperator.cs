using System.Diagnostics;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Execution.Pipelines;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;

namespace Spindle.Execution.Streaming;

/// <summary>Joins each row with the rows that a generator makes of it.</summary>
internal sealed class GenerateOperator(GenerateExec plan, NodeMetrics metrics) : StreamingOperator
{
    public override Stage Open(WorkerContext worker, Stage next) => new GenerateStage(worker, metrics, next, plan);

    private sealed unsafe class GenerateStage : Stage
    {
        private readonly GenerateExec plan;
        private readonly bool outer;
        private readonly string function;
        private readonly ProjectionEvaluator arguments;
        private readonly NativeArray<int> lanes;
        private readonly NativeArray<int> positions;
        private readonly NativeArray<int> ordinals;
        private int count;

        public GenerateStage(WorkerContext worker, NodeMetrics metrics, Stage next, GenerateExec plan) : base(worker, metrics, next)
        {
            this.plan = plan;
            outer = plan.Outer || plan.Generator.Function.EndsWith("_outer", StringComparison.Ordinal);
            function = plan.Generator.Function.Replace("_outer", "", StringComparison.Ordinal);
            var inputs = function == "stack" ? plan.Generator.Arguments.Skip(1) : plan.Generator.Arguments;
            arguments = ProjectionEvaluator.Compile([.. inputs], worker.EvaluationOf(metrics));
            lanes = new NativeArray<int>(Budget);
            positions = new NativeArray<int>(Budget);
            ordinals = new NativeArray<int>(Budget);
        }

        public override void Dispose()
        {
            arguments.Dispose();
            lanes.Dispose();
            positions.Dispose();
            ordinals.Dispose();
            base.Dispose();
        }

        protected override void Process(RecordBatch batch)
        {
            lanes.Ensure(BatchRows);
            positions.Ensure(BatchRows);
            ordinals.Ensure(BatchRows);
            var vectors = arguments.Evaluate(batch);
            try
            {
                if (function == "stack")
                    Stack(batch, vectors);
                else
                    Lists(batch, vectors[0]);
            }
            finally
            {
                foreach (var vector in vectors)
                    vector.Release();
            }
        }

        private void Lists(RecordBatch batch, Vector argument)
        {
            using var maps = new RowMaps(Budget);
            var view = maps.View(argument, batch.Selection);
            var list = view.Plain as ListVector;
            for (var row = 0; row < batch.Rows; row++)
            {
                var size = list is null || view.IsNull(row) ? 0 : list.Sizes[view.Position(row)];
                for (var k = 0; k < size; k++)
                    Add(batch, list, batch.Lane(row), list!.Offsets[view.Position(row)] + k, k);
                if (size == 0 && outer)
                    Add(batch, list, batch.Lane(row), -1, -1);
            }

            EmitPairs(batch, list);
        }

        private void Add(RecordBatch batch, ListVector? list, int lane, int position, int ordinal)
        {
            if (count == BatchRows)
                EmitPairs(batch, list);
            lanes.Pointer[count] = lane;
            positions.Pointer[count] = position;
            ordinals.Pointer[count++] = ordinal;
        }

        private void EmitPairs(RecordBatch batch, ListVector? list)
        {
            if (count == 0)
                return;
            using var columns = new ColumnSet();
            var rows = count;
            count = 0;
            foreach (var column in plan.Required)
                columns.Add(Gather.Lanes(batch[column], lanes.Pointer, rows, Budget));
            if (function == "posexplode")
                columns.Add(Ordinals(rows));
            if (list is null)
                // The argument is a bare NULL: there are rows only for an outer generator, without values.
                while (columns.Count < plan.Required.Count + plan.Generated.Fields.Count)
                    columns.Add(Nulls(plan.Generated.Fields[columns.Count - plan.Required.Count].Type, rows));
            else
                AddElements(columns, list, rows);
            EmitOwned(new RecordBatch(columns.Take(), rows));
        }

        private void AddElements(ColumnSet columns, ListVector list, int rows)
        {
            // Maps give key and value, inline a column a field.
            if (list.Type is not MapType && function != "inline")
            {
                columns.Add(Gather.Lanes(list.Elements, positions.Pointer, rows, Budget, outer));
                return;
            }

            using var elements = new ColumnSet();
            elements.Add(Gather.Lanes(list.Elements, positions.Pointer, rows, Budget, outer));
            elements.Add(Gather.Flatten(elements.Columns[0], Budget));
            var structs = (StructVector)elements.Columns[1];
            // A null struct's fields are undefined: they are made null here.
            using var maps = new NativeArray<int>(Budget);
            maps.Ensure(rows);
            for (var i = 0; i < rows; i++)
                maps.Pointer[i] = structs.IsNull(i) ? -1 : i;
            foreach (var child in structs.Children)
                columns.Add(Gather.Lanes(child, maps.Pointer, rows, Budget, mayBeNegative: true));
        }

        private FlatVector Ordinals(int rows)
        {
            using var values = new FlatOutput(DataType.Int, rows, Budget);
            for (var i = 0; i < rows; i++)
            {
                ((int*)values.Values)[i] = ordinals.Pointer[i];
                if (ordinals.Pointer[i] < 0)
                    values.SetNull(i);
            }

            return values.Build();
        }

        private ConstantVector Nulls(DataType type, int rows)
        {
            using var builder = Columnar.Builders.VectorBuilder.Create(type, Budget);
            builder.AppendNull();
            return new ConstantVector(builder.Build(), rows);
        }

        private void Stack(RecordBatch batch, Vector[] values)
        {
            var height = plan.Generator.Arguments[0] is Literal { Value: int n } ? n : throw new UnreachableException("stack's first argument is a constant");
            var width = plan.Generated.Fields.Count;
            // One column of all rows' values after another: value r of lane l lies at r * length + l.
            using var stacked = new ColumnSet();
            for (var c = 0; c < width; c++)
            {
                using var parts = new ColumnSet();
                for (var r = 0; r < height; r++)
                    parts.Add(r * width + c < values.Length ? values[(r * width) + c].Retain() : Nulls(plan.Generated.Fields[c].Type, batch.Length));
                stacked.Add(Concatenation.Of(parts.Columns, plan.Generated.Fields[c].Type, 0, Budget));
            }

            for (var row = 0; row < batch.Rows; row++)
                for (var r = 0; r < height; r++)
                {
                    if (count == BatchRows)
                        EmitStacked(batch, stacked.Columns);
                    lanes.Pointer[count] = batch.Lane(row);
                    positions.Pointer[count++] = r * batch.Length + batch.Lane(row);
                }

            EmitStacked(batch, stacked.Columns);
        }

        private void EmitStacked(RecordBatch batch, IReadOnlyList<Vector> stacked)
        {
            if (count == 0)
                return;
            using var columns = new ColumnSet();
            foreach (var column in plan.Required)
                columns.Add(Gather.Lanes(batch[column], lanes.Pointer, count, Budget));
            foreach (var column in stacked)
                columns.Add(Gather.Lanes(column, positions.Pointer, count, Budget));
            var rows = count;
            count = 0;
            EmitOwned(new RecordBatch(columns.Take(), rows));
        }
    }
}
