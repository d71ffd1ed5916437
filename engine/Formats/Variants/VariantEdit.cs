namespace Spindle.Formats.Variants;

/// <summary>How an edit ended.</summary>
public enum VariantEditOutcome : byte
{
    Done,

    /// <summary>Something on the path is neither the object nor the array that the path needs.</summary>
    Mismatch,

    /// <summary>The key to be inserted is there already.</summary>
    Exists,
}

/// <summary>Copies of variants with one place changed.</summary>
public static class VariantEdit
{
    /// <summary>What happens at the path's end.</summary>
    public enum Operation : byte
    {
        /// <summary>Put the value there, in place of what is there.</summary>
        Set,

        /// <summary>Put the value there where nothing is; in an array, before what is there.</summary>
        Insert,

        /// <summary>Add the value at the end of the array that is there.</summary>
        Append,

        /// <summary>Take away what is there.</summary>
        Delete,
    }

    /// <summary>Appends the changed copy to a builder.</summary>
    /// <param name="value">The variant.</param>
    /// <param name="path">The place.</param>
    /// <param name="operation">What to do there.</param>
    /// <param name="item">The value to put there; not read by <see cref="Operation.Delete"/>.</param>
    /// <param name="creates">Whether what is missing on the way is made.</param>
    /// <param name="builder">Takes the copy.</param>
    /// <param name="failedAt">Steps of the path that went well, where the outcome is not <see cref="VariantEditOutcome.Done"/>.</param>
    public static VariantEditOutcome Apply(VariantValue value, VariantPath path, Operation operation, VariantValue item, bool creates, VariantBuilder builder, out int failedAt)
    {
        var walk = new Walk(path, operation, creates, builder);
        var outcome = walk.At(value, item, 0);
        failedAt = walk.FailedAt;
        return outcome;
    }

    /// <summary>Appends a copy without the nulls in objects and, where wanted, in arrays.</summary>
    public static void WithoutNulls(VariantValue value, bool inArrays, VariantBuilder builder)
    {
        var start = builder.Position;
        switch (value.Kind)
        {
            case VariantKind.Object:
                var fields = new List<VariantField>();
                for (var i = 0; i < value.Count; i++)
                {
                    if (value.Member(i).Kind == VariantKind.Null)
                        continue;
                    fields.Add(builder.Field(value.NameText(i), start));
                    WithoutNulls(value.Member(i), inArrays, builder);
                }

                builder.CloseObject(start, fields);
                break;
            case VariantKind.Array:
                var offsets = new List<int>();
                for (var i = 0; i < value.Count; i++)
                {
                    if (inArrays && value.Member(i).Kind == VariantKind.Null)
                        continue;
                    offsets.Add(builder.Position - start);
                    WithoutNulls(value.Member(i), inArrays, builder);
                }

                builder.CloseArray(start, offsets);
                break;
            default:
                builder.Append(value);
                break;
        }
    }

    private sealed class Walk(VariantPath path, Operation operation, bool creates, VariantBuilder builder)
    {
        public int FailedAt { get; private set; }

        public VariantEditOutcome At(VariantValue value, VariantValue item, int depth)
        {
            if (depth == path.Steps.Count)
                return AtEnd(value, item, depth);
            var step = path.Steps[depth];
            if (value.Kind != (step.Name is null ? VariantKind.Array : VariantKind.Object))
            {
                if (operation is not Operation.Delete)
                    return Fail(VariantEditOutcome.Mismatch, depth);
                builder.Append(value);
                return VariantEditOutcome.Done;
            }

            return step.Name is null ? InArray(value, item, depth, step.Index) : InObject(value, item, depth, step);
        }

        private VariantEditOutcome AtEnd(VariantValue value, VariantValue item, int depth)
        {
            if (operation is Operation.Set)
            {
                builder.Append(item);
                return VariantEditOutcome.Done;
            }

            if (operation is Operation.Insert || value.Kind != VariantKind.Array)
                return Fail(operation is Operation.Insert ? VariantEditOutcome.Exists : VariantEditOutcome.Mismatch, depth);
            var (start, offsets) = (builder.Position, new List<int>());
            for (var i = 0; i <= value.Count; i++)
            {
                offsets.Add(builder.Position - start);
                builder.Append(i < value.Count ? value.Member(i) : item);
            }

            builder.CloseArray(start, offsets);
            return VariantEditOutcome.Done;
        }

        private VariantEditOutcome InObject(VariantValue value, VariantValue item, int depth, VariantStep step)
        {
            var (start, fields) = (builder.Position, new List<VariantField>());
            var found = value.Find(step.NameBytes);
            for (var i = 0; i < value.Count; i++)
            {
                if (i == found && IsDeletion(depth))
                    continue;
                fields.Add(builder.Field(value.NameText(i), start));
                if (i != found)
                    builder.Append(value.Member(i));
                else if (At(value.Member(i), item, depth + 1) is var outcome and not VariantEditOutcome.Done)
                    return outcome;
            }

            if (found < 0 && creates)
            {
                fields.Add(builder.Field(step.Name!, start));
                Create(item, depth + 1);
            }

            builder.CloseObject(start, fields);
            return VariantEditOutcome.Done;
        }

        private VariantEditOutcome InArray(VariantValue value, VariantValue item, int depth, int index)
        {
            var (start, offsets) = (builder.Position, new List<int>());
            var inserts = operation is Operation.Insert && depth == path.Steps.Count - 1;
            for (var i = 0; i < value.Count; i++)
            {
                if (i == index && IsDeletion(depth))
                    continue;
                offsets.Add(builder.Position - start);
                if (i == index && inserts)
                {
                    builder.Append(item);
                    offsets.Add(builder.Position - start);
                }

                if (i != index || inserts)
                    builder.Append(value.Member(i));
                else if (At(value.Member(i), item, depth + 1) is var outcome and not VariantEditOutcome.Done)
                    return outcome;
            }

            if (index >= value.Count && creates)
                Fill(item, depth, index, start, offsets);
            builder.CloseArray(start, offsets);
            return VariantEditOutcome.Done;
        }

        /// <summary>Nulls up to the position, then what the path needs there.</summary>
        private void Fill(VariantValue item, int depth, int index, int start, List<int> offsets)
        {
            while (offsets.Count < index)
            {
                offsets.Add(builder.Position - start);
                builder.AppendNull();
            }

            offsets.Add(builder.Position - start);
            Create(item, depth + 1);
        }

        /// <summary>Objects and arrays for the steps that are left, around the item.</summary>
        private void Create(VariantValue item, int depth)
        {
            if (depth == path.Steps.Count)
            {
                builder.Append(item);
                return;
            }

            var (start, step) = (builder.Position, path.Steps[depth]);
            if (step.Name is null)
            {
                var offsets = new List<int>();
                Fill(item, depth, step.Index, start, offsets);
                builder.CloseArray(start, offsets);
                return;
            }

            List<VariantField> fields = [builder.Field(step.Name, start)];
            Create(item, depth + 1);
            builder.CloseObject(start, fields);
        }

        private bool IsDeletion(int depth) => operation is Operation.Delete && depth == path.Steps.Count - 1;

        private VariantEditOutcome Fail(VariantEditOutcome outcome, int depth)
        {
            FailedAt = depth;
            return outcome;
        }
    }
}
