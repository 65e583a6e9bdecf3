"""The assignment's notebook, solved: what stands where the blanks were."""

SOLUTION = {
    "hidden = ...": "hidden = nn.Linear(2, 3)",
    "bend = ...": "bend = nn.ReLU()",
    "output = ...": "output = nn.Linear(3, 1)",
    "squeeze = ...": "squeeze = nn.Sigmoid()",
    "parameters = ...": "parameters = (3 * 2 + 3) + (1 * 3 + 1)",
    "loss_function = ...": "loss_function = nn.BCELoss()",
    "learning_rate = ...": "learning_rate = 0.01",
    "...  # forget the last gradients": "optimizer.zero_grad()",
    "...  # work out the new ones": "loss.backward()",
    "...  # move every parameter": "optimizer.step()",
    "return ...  # what it says of (2, 1), as a number": "return model(torch.tensor([[2.0, 1.0]])).item()",
}
